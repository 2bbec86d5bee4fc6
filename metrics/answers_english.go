package metrics

import (
	"slices"
	"strings"
	"unicode"
)

// asciiPunctuation is string.punctuation of Python.
const asciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

func compareEnglish(predicted, wanted string) (exact, f1 float64) {
	p, w := englishWords(predicted), englishWords(wanted)
	exact = same(slices.Equal(p, w))
	if len(p) == 0 || len(w) == 0 {
		return exact, exact
	}
	return exact, harmonic(commonWords(p, w), len(p), len(w))
}

// englishWords is SQuAD's normalize_answer: in small letters, without punctuation,
// then without articles.
func englishWords(text string) []string {
	text = strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && strings.ContainsRune(asciiPunctuation, r) {
			return -1
		}
		return r
	}, pythonLower(text))
	return strings.FieldsFunc(withoutArticles(text), isPythonSpace)
}

// withoutArticles puts spaces for a, an and the, where they stand as words.
func withoutArticles(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		if end < 0 {
			end = len(text)
		}
		switch word := text[:end]; word {
		case "a", "an", "the":
			b.WriteByte(' ')
		default:
			b.WriteString(word)
		}
		text = text[end:]
		next := strings.IndexFunc(text, isWord)
		if next < 0 {
			next = len(text)
		}
		b.WriteString(text[:next])
		text = text[next:]
	}
	return b.String()
}

// isWord is \w of Python's regular expressions.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

// isPythonSpace is what Python's str.split cuts at.
func isPythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// pythonLower is Python's str.lower, which keeps the dot of İ and knows the
// sigma at the end of a word.
func pythonLower(text string) string {
	text = strings.ReplaceAll(text, "İ", "i\u0307")
	if !strings.ContainsRune(text, 'Σ') {
		return strings.ToLower(text)
	}
	runes := []rune(text)
	for i, r := range runes {
		if r == 'Σ' && i > 0 && unicode.IsLetter(runes[i-1]) && (i+1 == len(runes) || !unicode.IsLetter(runes[i+1])) {
			runes[i] = 'ς'
		}
	}
	return strings.ToLower(string(runes))
}
