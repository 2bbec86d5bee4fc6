package clean

import (
	"bufio"
	"compress/gzip"
	_ "embed" // the dictionaries
	"strings"
	"sync"
	"unicode/utf8"
)

// The dictionaries of OpenCC: a key, a tab, and what it becomes; where there are
// several, parted by spaces, the first.
var (
	//go:embed opencc/TSCharacters.txt.gz
	traditionalCharacters string
	//go:embed opencc/TSPhrases.txt.gz
	traditionalPhrases string
	//go:embed opencc/STCharacters.txt.gz
	simplifiedCharacters string
	//go:embed opencc/STPhrases.txt.gz
	simplifiedPhrases string
)

// Simplified writes traditional Chinese characters as simplified ones, 漢語 → 汉语:
// at each place the longest phrase of OpenCC's dictionary, or else the character.
// Phrases are for what depends on the word: 乾坤 stays, 乾淨 becomes 干净. Japanese, which
// shares some of the characters, is damaged.
type Simplified struct{}

// Name is "simplified".
func (Simplified) Name() string { return "simplified" }

// Edit converts.
func (Simplified) Edit(text string) (string, int) { return toSimplified().convert(text) }

// Traditional writes simplified Chinese characters as traditional ones, as Simplified
// does the other way. Many simplified characters are several traditional ones, 发 is
// 發 or 髮, so it errs more often.
type Traditional struct{}

// Name is "traditional".
func (Traditional) Name() string { return "traditional" }

// Edit converts.
func (Traditional) Edit(text string) (string, int) { return toTraditional().convert(text) }

var (
	toSimplified = sync.OnceValue(func() *converter {
		return newConverter(traditionalPhrases, traditionalCharacters)
	})
	toTraditional = sync.OnceValue(func() *converter {
		return newConverter(simplifiedPhrases, simplifiedCharacters)
	})
)

// converter replaces phrases and characters.
type converter struct {
	phrases    map[string]string
	longest    map[rune]int // of the phrases that begin with a character, in bytes
	characters map[rune]string
}

func newConverter(phrases, characters string) *converter {
	c := &converter{map[string]string{}, map[rune]int{}, map[rune]string{}}
	eachEntry(phrases, func(key, value string) {
		first, _ := utf8.DecodeRuneInString(key)
		c.phrases[key] = value
		c.longest[first] = max(c.longest[first], len(key))
	})
	eachEntry(characters, func(key, value string) {
		r, _ := utf8.DecodeRuneInString(key)
		c.characters[r] = value
	})
	return c
}

// eachEntry reads an embedded dictionary. That it cannot be read is a bug of ours.
func eachEntry(packed string, use func(key, value string)) {
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		if key, values, ok := strings.Cut(lines.Text(), "\t"); ok {
			value, _, _ := strings.Cut(values, " ")
			use(key, value)
		}
	}
	if err := lines.Err(); err != nil {
		panic(err)
	}
}

func (c *converter) convert(text string) (string, int) {
	e := editing{text: text}
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		to, with := i+n, ""
		if size, value := c.phrase(r, text[i:]); size > 0 {
			to, with = i+size, value
		} else if value, ok := c.characters[r]; ok {
			with = value
		}
		if with != "" && with != text[i:to] {
			e.replace(i, to, with)
		}
		i = to
	}
	return e.result()
}

// phrase is the longest one that a text begins with.
func (c *converter) phrase(first rune, text string) (size int, value string) {
	for size = min(c.longest[first], len(text)); size > 0; size-- {
		if size < len(text) && !utf8.RuneStart(text[size]) {
			continue
		}
		if value, ok := c.phrases[text[:size]]; ok {
			return size, value
		}
	}
	return 0, ""
}
