package tokenizer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Pieces is a vocabulary of SentencePiece's kind: id i stands for the i-th
// piece. Three pieces are special, by their place:
//
//	0  unknown
//	1  beginning of text, nothing to be seen
//	2  end of text, nothing to be seen
//
// A piece <0xNN> is the byte NN. At the beginning of a text a piece loses the
// space before it, which encoding had put there.
type Pieces struct {
	pieces []string
	texts  []string
}

var _ Decoder = (*Pieces)(nil)

const (
	begin = 1
	end   = 2
)

// NewPieces makes a decoder of pieces in which ▁ (U+2581) and a space both mean a
// space.
func NewPieces(pieces []string) (*Pieces, error) {
	if len(pieces) <= end {
		return nil, fmt.Errorf("pieces: there are %d: want unknown, beginning and end at least", len(pieces))
	}
	p := &Pieces{pieces: slices.Clone(pieces), texts: make([]string, len(pieces))}
	var empty []error
	for i, piece := range pieces {
		if piece == "" {
			empty = append(empty, fmt.Errorf("pieces: %d is empty", i))
		}
		p.texts[i] = text(piece)
	}
	p.texts[begin], p.texts[end] = "", ""
	if err := errors.Join(empty...); err != nil {
		return nil, err
	}
	return p, nil
}

// text is what a piece stands for.
func text(piece string) string {
	const digits = "0123456789ABCDEF"
	if len(piece) == len("<0x00>") && strings.HasPrefix(piece, "<0x") && piece[5] == '>' {
		high, low := strings.IndexByte(digits, piece[3]), strings.IndexByte(digits, piece[4])
		if high >= 0 && low >= 0 {
			return string([]byte{byte(high<<4 | low)})
		}
	}
	return strings.ReplaceAll(piece, "▁", " ")
}

// Len is how many ids there are.
func (p *Pieces) Len() int { return len(p.pieces) }

// Piece is the piece as the vocabulary spells it, "" for an id that it lacks.
func (p *Pieces) Piece(id int) string {
	if id < 0 || id >= len(p.pieces) {
		return ""
	}
	return p.pieces[id]
}

// Text is what id adds after the id before.
func (p *Pieces) Text(before, id int) string {
	if id < 0 || id >= len(p.texts) {
		return ""
	}
	if before == Start || before == begin {
		return strings.TrimPrefix(p.texts[id], " ")
	}
	return p.texts[id]
}

// Decode is the text of ids.
func (p *Pieces) Decode(ids []int) string { return decode(p, ids) }
