package segment

import (
	"fmt"
	"regexp"
)

// Regexp takes the matches of a regular expression as words, leftmost first; what
// lies between two is left out. Its time is linear in the text whatever the
// pattern, which is RE2's: no look-ahead, no back-reference. Its classes, such as
// \p{Han}, and its (?i) are those of package regexp, so of the Unicode of the Go that
// a program is built with; all else here is of tables that stay.
type Regexp struct {
	pattern *regexp.Regexp
}

// NewRegexp is of a pattern in the syntax of package regexp, such as
// `\p{Han}|[\p{L}\p{N}]+|[^\s]`. One that does not parse is an error.
func NewRegexp(pattern string) (*Regexp, error) {
	p, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	return &Regexp{p}, nil
}

// Segment leaves out what the pattern does not match, and empty matches.
func (r *Regexp) Segment(text string) (words []string) {
	for _, at := range r.pattern.FindAllStringIndex(text, -1) {
		if at[1] > at[0] {
			words = append(words, text[at[0]:at[1]])
		}
	}
	return words
}
