package model

import "unicode/utf8"

// shortWord is the bytes of a word that is not cut: most words of a text that is
// cut into words are shorter, and are remembered whole.
const shortWord = 16

// cuttable says that what a word is merged to does not depend on where it is cut,
// as long as that is between known characters that nothing joins.
func (m *BPE) cuttable() bool {
	return m.regular && deref(m.spec.Suffix) == ""
}

// appendCut adds the pieces of the parts of a word.
func (m *BPE) appendCut(dst []Piece, word []byte, s *Scratch) (_ []Piece, err error) {
	begin, end := len(dst), int32(0)
	for at := 0; at < len(word); {
		n := m.part(word[at:])
		from := len(dst)
		if dst, err = m.appendPart(dst, word[at:at+n], s, &s.parts); err != nil {
			return dst[:begin], err
		}
		for i := from; i < len(dst); i++ {
			dst[i].Start += end
			dst[i].End += end
		}
		if len(dst) > from {
			end = dst[len(dst)-1].End
		}
		at += n
	}
	return dst, nil
}

// part is the bytes of word up to where it can be cut.
func (m *BPE) part(word []byte) int {
	if m.joints.borders.blocks != nil {
		return m.partOfBytes(word)
	}
	before, known := rune(-1), m.letters[0]
	for at := 0; at < len(word); {
		r, size := rune(word[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(word[at:])
		}
		if known.id(r) < 0 {
			r = -1
		} else if before >= 0 && !m.joints.has(before, r) {
			return at
		}
		before = r
		at += size
	}
	return len(word)
}
