package model

import (
	"fmt"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/trie"
)

// WordPiece takes the longest token that a word begins with, then the longest
// that its rest begins with, and so on. A word of which some rest begins with
// nothing known is unknown as a whole.
type WordPiece struct {
	vocabulary
	spec      WordPieceSpec
	unknownID int32 // -1: an unknown word is an error
	pieces    *trie.Trie
	rest      int32 // the node of the prefix, below which what goes on in a word is
}

// WordPieceSpec is what makes a WordPiece.
type WordPieceSpec struct {
	Tokens  []string
	IDs     []int32 // nil for their places
	Unknown string
	Prefix  string // of tokens within a word
	Longest int    // word that is not unknown, in characters
}

// NewWordPiece makes a WordPiece.
func NewWordPiece(spec WordPieceSpec) (*WordPiece, error) {
	v, err := newVocabulary(spec.Tokens, spec.IDs)
	if err != nil {
		return nil, err
	}
	spec.Tokens, spec.IDs = nil, nil
	m := &WordPiece{vocabulary: *v, spec: spec, unknownID: v.optional(&spec.Unknown)}
	keys := make([]trie.Key, 0, v.Size())
	v.each(func(token string, id int32) { keys = append(keys, trie.Key{Text: token, Value: id}) })
	m.pieces = trie.New(keys)
	m.rest = m.pieces.Node(spec.Prefix)
	return m, nil
}

// Append adds the word's pieces.
func (m *WordPiece) Append(dst []Piece, word []byte, s *Scratch) ([]Piece, error) {
	if len(word) > m.spec.Longest && characters(word) > m.spec.Longest {
		return m.unknown(dst, word)
	}
	if len(word) == 0 {
		return dst, nil
	}
	if id := m.find(word); id >= 0 {
		return append(dst, Piece{id, 0, int32(len(word))}), nil
	}
	words := s.of(m)
	known, hash := words.find(word)
	if known != nil {
		return append(dst, known...), nil
	}
	begin := len(dst)
	from := int32(trie.Root)
	for start := 0; start < len(word); from = m.rest {
		id, length, taken := m.pieces.LongestFrom(from, word[start:])
		s.steps += taken
		if length == 0 {
			return m.unknown(dst[:begin], word)
		}
		dst = append(dst, Piece{id, int32(start), int32(start + length)})
		start += length
	}
	words.add(word, hash, dst[begin:])
	return dst, nil
}

// characters counts the characters of valid UTF-8. utf8.RuneCount copies long
// words.
func characters(word []byte) (n int) {
	for _, b := range word {
		if utf8.RuneStart(b) {
			n++
		}
	}
	return n
}

func (m *WordPiece) unknown(dst []Piece, word []byte) ([]Piece, error) {
	if m.unknownID < 0 {
		return dst, fmt.Errorf("word %.40q is unknown, and so is the unknown token %q", word, m.spec.Unknown)
	}
	return append(dst, Piece{m.unknownID, 0, int32(len(word))}), nil
}
