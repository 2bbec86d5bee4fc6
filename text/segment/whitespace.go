package segment

import (
	"strings"
)

// Whitespace takes what is between white space as words: all that languages which
// write spaces ask for at first.
type Whitespace struct{}

// Segment leaves nothing out but white space.
func (Whitespace) Segment(text string) []string { return strings.FieldsFunc(text, space) }
