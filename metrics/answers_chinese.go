package metrics

import (
	"strings"
	"unicode"
)

// chinesePunctuation is sp_char of CMRC's script: what does not count. Its "……" is
// two characters, which the script compares with one and never finds.
const chinesePunctuation = "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』"

func compareChinese(predicted, wanted string) (exact, f1 float64) {
	exact = same(chineseText(predicted) == chineseText(wanted))
	p, w := chineseWords(predicted), chineseWords(wanted)
	if len(p) == 0 || len(w) == 0 {
		return exact, exact
	}
	return exact, harmonic(commonRun(p, w), len(p), len(w))
}

// chineseText is the script's remove_punctuation.
func chineseText(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(chinesePunctuation, r) {
			return -1
		}
		return r
	}, lowered(text))
}

// chineseWords is the script's mixed_segmentation, without punctuation.
func chineseWords(text string) (words []string) {
	var other strings.Builder
	flush := func() {
		words = append(words, otherWords(other.String())...)
		other.Reset()
	}
	for _, r := range chineseText(text) {
		if r >= 0x4e00 && r <= 0x9fa5 {
			flush()
			words = append(words, string(r))
		} else {
			other.WriteRune(r)
		}
	}
	flush()
	return words
}

// otherWords cuts at white space, and at punctuation that is not within a number;
// each mark is a word.
func otherWords(text string) (words []string) {
	for _, field := range strings.FieldsFunc(text, isPythonSpace) {
		runes := []rune(field)
		start := 0
		for i, r := range runes {
			within := (r == '.' || r == ',') && i > 0 && i+1 < len(runes) &&
				unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
			if isWord(r) || unicode.IsMark(r) || within {
				continue
			}
			if i > start {
				words = append(words, string(runes[start:i]))
			}
			words = append(words, string(r))
			start = i + 1
		}
		if start < len(runes) {
			words = append(words, string(runes[start:]))
		}
	}
	return words
}

func lowered(text string) string { return strings.TrimFunc(pythonLower(text), isPythonSpace) }
