package model

import (
	"fmt"
	"unicode/utf8"
)

// BPE begins with characters and merges neighbours, the pair that comes first in
// the list of merges first, and of equal ones the leftmost (Sennrich et al. 2016).
type BPE struct {
	vocabulary
	spec      BPESpec // without its lists
	merges    pairs
	regular   bool // a token's text is those of its two parts, so a pair makes a token no other pair there makes
	unknownID int32
	letters   [4]*letters // ids of characters, by place
	bytes     [256]int32  // ids of <0xNN>, -1 where there is none
	list      [][2]int32  // ids of the merges
	joints    joints
	cuts      bool // words are cut where nothing is merged
}

// BPESpec is what makes a BPE. What is nil or false is off.
type BPESpec struct {
	Tokens       []string
	IDs          []int32 // nil for their places
	Merges       [][2]string
	Ranks        []int32 // of merges that are not one after another; nil for their places
	Unknown      *string
	Prefix       *string // of what does not begin a word
	Suffix       *string // of what ends a word
	FuseUnknown  bool    // neighbours that are unknown are one piece
	ByteFallback bool    // what is unknown is spelt as <0xNN>, if all its bytes are tokens
	IgnoreMerges bool    // a word that is a token is that token
}

// Where a character is: the bits of the index of BPE.letters.
const (
	within = 1 << iota
	last
)

// NewBPE makes a BPE. Both sides of a merge, and what it makes, must be tokens.
func NewBPE(spec BPESpec) (*BPE, error) {
	v, err := newVocabulary(spec.Tokens, spec.IDs)
	if err != nil {
		return nil, err
	}
	m := &BPE{vocabulary: *v, unknownID: v.optional(spec.Unknown), bytes: v.bytes()}
	if err := m.learn(&spec, len(deref(spec.Prefix))); err != nil {
		return nil, err
	}
	_, empty := v.TokenID("")
	m.regular = deref(spec.Prefix) == "" && v.unique() && !empty
	m.letters = m.alphabets(deref(spec.Prefix), deref(spec.Suffix))
	spec.Tokens, spec.IDs, spec.Merges, spec.Ranks = nil, nil, nil, nil
	m.spec = spec
	if m.cuts = m.cuttable(); m.cuts {
		m.joints.borders = m.newBorders()
	}
	return m, nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// learn reads the merges. The prefix is cut from the right side of what they
// make, whether it is there or not.
func (m *BPE) learn(spec *BPESpec, prefix int) error {
	if spec.Ranks != nil && len(spec.Ranks) != len(spec.Merges) {
		return fmt.Errorf("BPE: %d merges and %d ranks", len(spec.Merges), len(spec.Ranks))
	}
	m.merges = newPairs(len(spec.Merges))
	m.list = make([][2]int32, len(spec.Merges))
	var made []byte
	for i, pair := range spec.Merges {
		for side, token := range pair {
			id, ok := m.TokenID(token)
			if !ok {
				return fmt.Errorf("BPE: merge %d, %q %q: %q is no token", i, pair[0], pair[1], token)
			}
			m.list[i][side] = int32(id)
		}
		if len(pair[1]) < prefix {
			return fmt.Errorf("BPE: merge %d, %q %q: %q has no prefix", i, pair[0], pair[1], pair[1])
		}
		made = append(append(made[:0], pair[0]...), pair[1][prefix:]...)
		id := m.find(made)
		if id < 0 {
			return fmt.Errorf("BPE: merge %d, %q %q: %q is no token", i, pair[0], pair[1], made)
		}
		left, _ := utf8.DecodeLastRuneInString(pair[0])
		right, _ := utf8.DecodeRuneInString(pair[1])
		m.joints.add(left, right)
		m.merges.set(m.list[i][0], m.list[i][1], merged{spec.rank(i), id})
	}
	kept := m.list[:0] // of a merge that is listed twice, what counts is the last
	for i, pair := range m.list {
		if m.merges.get(pair[0], pair[1]).rank == spec.rank(i) {
			kept = append(kept, pair)
		}
	}
	m.list = kept
	return nil
}

// rank is that of a merge.
func (spec *BPESpec) rank(i int) int32 {
	if spec.Ranks != nil {
		return spec.Ranks[i]
	}
	return int32(i)
}

// Append adds the word's pieces.
func (m *BPE) Append(dst []Piece, word []byte, s *Scratch) ([]Piece, error) {
	if len(word) == 0 {
		return dst, nil
	}
	if len(word) > longestOfWord {
		return dst, errTooLong
	}
	words := s.of(m)
	if !m.cuts || len(word) <= shortWord {
		return m.appendPart(dst, word, s, words)
	}
	if id := m.whole(word); id >= 0 {
		return append(dst, Piece{id, 0, int32(len(word))}), nil
	}
	return m.appendCut(dst, word, s)
}

// whole is the token that a word is without being merged, -1 if it is none.
func (m *BPE) whole(word []byte) int32 {
	if !m.spec.IgnoreMerges {
		return -1
	}
	return m.find(word)
}

// appendPart adds the pieces of a word, or part of one, that is not cut; words
// remembers them.
func (m *BPE) appendPart(dst []Piece, word []byte, s *Scratch, words *cache) ([]Piece, error) {
	known, hash := words.find(word)
	if known != nil {
		return append(dst, known...), nil
	}
	begin := len(dst)
	if words == &s.words {
		if id := m.whole(word); id >= 0 {
			dst = append(dst, Piece{id, 0, int32(len(word))})
			words.add(word, hash, dst[begin:])
			return dst, nil
		}
	}
	if err := m.spell(word, s); err != nil {
		return dst, err
	}
	m.merge(s)
	end := int32(0)
	for _, at := range s.symbols {
		if at.length > 0 {
			dst = append(dst, Piece{at.id, end, end + at.length})
			end += at.length
		}
	}
	words.add(word, hash, dst[begin:])
	return dst, nil
}

// merge merges the symbols of s.
func (m *BPE) merge(s *Scratch) {
	if m.regular && len(s.symbols) <= fewSymbols {
		m.mergeFew(s)
		return
	}
	m.mergeMany(s)
}
