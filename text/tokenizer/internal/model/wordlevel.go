package model

import "fmt"

// WordLevel knows whole words only.
type WordLevel struct {
	vocabulary
	unknown   string
	unknownID int32 // -1: an unknown word is an error
}

// NewWordLevel makes a model of tokens and their ids, nil for their places;
// unknown is the token of all others.
func NewWordLevel(tokens []string, ids []int32, unknown string) (*WordLevel, error) {
	v, err := newVocabulary(tokens, ids)
	if err != nil {
		return nil, err
	}
	return &WordLevel{vocabulary: *v, unknown: unknown, unknownID: v.optional(&unknown)}, nil
}

// Append adds the word's piece.
func (m *WordLevel) Append(dst []Piece, word []byte, _ *Scratch) ([]Piece, error) {
	id := m.find(word)
	if id < 0 {
		id = m.unknownID
	}
	if id < 0 {
		return dst, fmt.Errorf("word %q is unknown, and so is the unknown token %q", word, m.unknown)
	}
	return append(dst, Piece{id, 0, int32(len(word))}), nil
}
