package tokenizer

import (
	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pretokenizer"
)

// scratch is the memory of one text, or pair, that is being encoded.
type scratch struct {
	text    aligned.Text
	splits  pretokenizer.Splits
	words   model.Scratch
	pieces  []model.Piece
	added   [2][]added.Match
	tokens  [2][]encoded.Token
	texts   []string
	parts   []encoded.Part
	memory  encoded.Memory
	idsOnly bool // of a token, only its id is wanted
}

func (t *Tokenizer) take() *scratch {
	s, ok := t.scratches.Get().(*scratch)
	if !ok {
		s = &scratch{}
	}
	s.idsOnly = false
	return s
}

func (t *Tokenizer) give(s *scratch) { t.scratches.Put(s) }
