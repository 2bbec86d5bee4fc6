package model

import (
	"strings"
	"unicode/utf8"
)

// letters is the ids of characters, in pages of 256.
type letters struct{ pages []*[256]int32 }

// id is the id of a character, -1 if it has none.
func (l *letters) id(r rune) int32 {
	if page := int(r >> 8); page < len(l.pages) {
		if p := l.pages[page]; p != nil {
			return p[r&255]
		}
	}
	return -1
}

func (l *letters) set(r rune, id int32) {
	page := int(r >> 8)
	for len(l.pages) <= page {
		l.pages = append(l.pages, nil)
	}
	if l.pages[page] == nil {
		l.pages[page] = new([256]int32)
		for i := range l.pages[page] {
			l.pages[page][i] = -1
		}
	}
	l.pages[page][r&255] = id
}

// alphabets is the tokens that are one character, for each place of a character:
// with the prefix, the suffix, both or neither.
func (v *vocabulary) alphabets(prefix, suffix string) (all [4]*letters) {
	for where := range all {
		var before, behind string
		if where&within != 0 {
			before = prefix
		}
		if where&last != 0 {
			behind = suffix
		}
		switch {
		case where&within != 0 && prefix == "":
			all[where] = all[where&^within]
		case where&last != 0 && suffix == "":
			all[where] = all[where&^last]
		default:
			all[where] = v.alphabet(before, behind)
		}
	}
	return all
}

// alphabet is the tokens that are a character between two strings.
func (v *vocabulary) alphabet(before, behind string) *letters {
	l := &letters{}
	v.each(func(token string, id int32) {
		if len(token) > len(before)+len(behind)+utf8.UTFMax || len(token) <= len(before)+len(behind) ||
			!strings.HasPrefix(token, before) || !strings.HasSuffix(token, behind) {
			return
		}
		char := token[len(before) : len(token)-len(behind)]
		if r, size := utf8.DecodeRuneInString(char); size == len(char) && (r != utf8.RuneError || size > 1) {
			l.set(r, id)
		}
	})
	return l
}
