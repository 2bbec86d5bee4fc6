package model

import (
	"fmt"
	"unicode/utf8"
)

// symbol is a part of the word that is one token so far; its length is 0 when the
// symbol before has taken it in.
type symbol struct {
	id, length     int32
	before, behind int32 // -1 where there is none
}

// spell makes the word's characters the symbols of s.
func (m *BPE) spell(word []byte, s *Scratch) error {
	s.symbols = s.symbols[:0]
	u := unknowns{model: m, s: s}
	for at := 0; at < len(word); {
		r, size := rune(word[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[at:])
		}
		where := 0
		if at > 0 {
			where = within
		}
		if at+size == len(word) {
			where |= last
		}
		if id := m.letters[where].id(r); id >= 0 {
			u.flush()
			s.add(id, int32(size))
		} else if !m.spec.ByteFallback || !u.fallBack(word[at:at+size], where) {
			if err := u.add(int32(size)); err != nil {
				return err
			}
		}
		at += size
	}
	u.flush()
	if n := len(s.symbols); n > 0 {
		s.symbols[n-1].behind = -1
	}
	return nil
}

func (s *Scratch) add(id, length int32) {
	n := int32(len(s.symbols))
	s.symbols = append(s.symbols, symbol{id, length, n - 1, n + 1})
}

// unknowns is what is unknown and has not become a symbol yet. As in the
// reference, bytes that are spelt out overtake it.
type unknowns struct {
	model  *BPE
	s      *Scratch
	length int32
}

func (u *unknowns) flush() {
	if u.length > 0 {
		u.s.add(u.model.unknownID, u.length)
		u.length = 0
	}
}

// add adds an unknown character, which without an unknown token is dropped.
func (u *unknowns) add(size int32) error {
	m := u.model
	if m.spec.Unknown == nil {
		return nil
	}
	if m.unknownID < 0 {
		return fmt.Errorf("BPE: the unknown token %q is no token", *m.spec.Unknown)
	}
	if !m.spec.FuseUnknown {
		u.flush()
	}
	u.length += size
	return nil
}

// fallBack makes the bytes of a character, with its prefix and suffix, symbols, if
// all of them are tokens.
func (u *unknowns) fallBack(char []byte, where int) bool {
	text := u.s.text[:0]
	if where&within != 0 {
		text = append(text, deref(u.model.spec.Prefix)...)
	}
	text = append(text, char...)
	if where&last != 0 {
		text = append(text, deref(u.model.spec.Suffix)...)
	}
	u.s.text = text
	if !spelt(text, &u.model.bytes) {
		return false
	}
	for _, b := range text {
		u.s.add(u.model.bytes[b], 1)
	}
	return true
}
