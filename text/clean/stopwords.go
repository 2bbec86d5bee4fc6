package clean

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// StopWords removes the words that say least, for counting words or searching; a
// language model needs them. A word is letters, digits and apostrophes, whatever
// their case; Chinese must be cut into words by spaces, or Split must cut it.
type StopWords struct {
	// Split cuts a text into words, as segment.Segmenter's Segment does; the words
	// that stay are then written with spaces between them. Nil: as the text is cut.
	Split func(text string) []string

	words map[string]bool
}

// NewStopWords is of a list of one's own.
func NewStopWords(words ...string) *StopWords {
	s := &StopWords{words: make(map[string]bool, len(words))}
	for _, w := range words {
		s.words[lowered(w)] = true
	}
	return s
}

// StopWordsOf is of our lists for languages: "en", "zh" (simplified and traditional).
// Others are an error.
func StopWordsOf(languages ...string) (*StopWords, error) {
	var words []string
	for _, l := range languages {
		list := StopWordList(l)
		if list == nil {
			return nil, fmt.Errorf("stop words of %q: want en or zh", l)
		}
		words = append(words, list...)
	}
	return NewStopWords(words...), nil
}

// StopWordList is ours for a language, nil if there is none.
func StopWordList(language string) []string { return slices.Clone(stopWords[language]) }

// Name is "stopwords".
func (*StopWords) Name() string { return "stopwords" }

// Edit removes, each word with the white space after it, or before it at the end.
func (s *StopWords) Edit(text string) (string, int) {
	if s.Split != nil {
		return s.split(text)
	}
	e := editing{text: text}
	for i := 0; i < len(text); {
		to := wordEnd(text, i)
		if to == i {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		if s.words[lowered(strings.ReplaceAll(text[i:to], "’", "'"))] {
			from := i
			after, _ := stretch(text, to)
			if after == len(text) {
				for from > e.done && text[from-1] == ' ' {
					from--
				}
			}
			e.replace(from, after, "")
			to = after
		}
		i = to
	}
	return e.result()
}

func (s *StopWords) split(text string) (string, int) {
	words := s.Split(text)
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return s.words[lowered(w)] })
	if len(kept) == len(words) {
		return text, 0
	}
	return strings.Join(kept, " "), len(words) - len(kept)
}

// wordEnd is where the word ends that begins at a byte.
func wordEnd(text string, at int) int {
	for from := at; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if !unicode15.Letter(r) && !unicode15.Number(r) && !unicode15.Mark(r) && (at == from || r != '\'' && r != '’') {
			break
		}
		at += n
	}
	return at
}
