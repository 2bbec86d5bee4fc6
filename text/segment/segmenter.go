package segment

import (
	"strings"
)

// Segmenter cuts texts into words. Many goroutines may use one.
type Segmenter interface {
	// Segment is the words of a text, in order. White space is left out; what else
	// is left out, the comment of the type says.
	Segment(text string) []string
}

var (
	_ Segmenter = Whitespace{}
	_ Segmenter = Punctuation{}
	_ Segmenter = (*Regexp)(nil)
	_ Segmenter = Forward{}
	_ Segmenter = Backward{}
	_ Segmenter = TwoWay{}
	_ Segmenter = (*HMM)(nil)
	_ Segmenter = (*Ngram)(nil)
	_ Segmenter = (*Perceptron)(nil)
)

// Join writes words as ReadGold reads them: a space between two.
func Join(words []string) string { return strings.Join(words, " ") }
