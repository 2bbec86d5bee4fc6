package tokenizer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Characters is a vocabulary of characters (Unicode code points) in ascending
// order: id i is the i-th. What is not among them has no id, and is an error,
// unless WithUnknown gave it one.
type Characters struct {
	characters []rune
	ids        map[rune]int
	ascii      [utf8.RuneSelf]int // -1 where there is none
	unknown    rune               // none: there is no such id
}

const none = -1

var (
	_ Vocabulary = (*Characters)(nil)
	_ Decoder    = (*Characters)(nil)
)

// NewCharacters is the characters of a text, which must be UTF-8 and not empty.
func NewCharacters(text string) (*Characters, error) {
	return ReadCharacters(strings.NewReader(text))
}

// newCharacters takes characters in ascending order.
func newCharacters(characters []rune) (*Characters, error) {
	if len(characters) == 0 {
		return nil, errors.New("vocabulary: no characters: want a text that is not empty")
	}
	c := &Characters{characters: characters, ids: make(map[rune]int, len(characters)), unknown: none}
	for r := range c.ascii {
		c.ascii[r] = none
	}
	for id, r := range characters {
		c.ids[r] = id
		if r < utf8.RuneSelf {
			c.ascii[r] = id
		}
	}
	return c, nil
}

// WithUnknown is the vocabulary with one id more, the last, for every character
// that it lacks; it is decoded as sign, for instance '\uFFFD', which must not be
// in the vocabulary.
func (c *Characters) WithUnknown(sign rune) (*Characters, error) {
	switch _, found := c.id(sign); {
	case c.unknown != none:
		return nil, fmt.Errorf("vocabulary: the sign for what is unknown is %q already", c.unknown)
	case !utf8.ValidRune(sign):
		return nil, fmt.Errorf("vocabulary: sign %#x for what is unknown: want a character", sign)
	case found:
		return nil, fmt.Errorf("vocabulary: sign %q for what is unknown: it is in the vocabulary, want another", sign)
	}
	with := *c
	with.characters = append(slices.Clip(c.characters), sign)
	with.unknown = sign
	return &with, nil
}

// Unknown is the id of every character that is not in the vocabulary, false if
// that is an error.
func (c *Characters) Unknown() (id int, found bool) {
	return len(c.characters) - 1, c.unknown != none
}

// Size is how many ids there are, the one for what is unknown included.
func (c *Characters) Size() int { return len(c.characters) }

// id is the id of a character that is in the vocabulary.
func (c *Characters) id(r rune) (id int, found bool) {
	if r >= 0 && r < utf8.RuneSelf {
		return c.ascii[r], c.ascii[r] != none
	}
	id, found = c.ids[r]
	return id, found
}

// Encode is the ids of a text's characters. A character that is not in the
// vocabulary and a byte that is not UTF-8 are errors of type *TextError.
func (c *Characters) Encode(text string) ([]int, error) {
	ids := make([]int, 0, utf8.RuneCountInString(text))
	for at, r := range text {
		id, found := c.id(r)
		if r == utf8.RuneError && !strings.HasPrefix(text[at:], "\uFFFD") {
			return nil, textError(text[:at], notUTF8(text[at]))
		}
		if !found {
			if id, found = c.Unknown(); !found {
				return nil, textError(text[:at], fmt.Sprintf(
					"character %q (%U) is not among the %d of the vocabulary", r, r, c.Size()))
			}
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// Decode is the characters of ids.
func (c *Characters) Decode(ids []int) string {
	text := make([]byte, 0, len(ids))
	for _, id := range ids {
		if id >= 0 && id < len(c.characters) {
			text = utf8.AppendRune(text, c.characters[id])
		}
	}
	return string(text)
}

// Text is the character of id, whatever is before.
func (c *Characters) Text(_, id int) string { return c.Decode([]int{id}) }
