package tokenizer

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/sentencepiece"
)

// ParseSentencePiece reads a .model file of SentencePiece, Unigram or BPE. It
// encodes and decodes as SentencePiece itself does: without <s> and </s>, which
// are ids all the same, and which no text can spell: "<s>" in a text is three
// characters. So control pieces are not among AddedTokens, but decoding leaves them
// out. A tokenizer.json that transformers converted from a model differs: there
// "<s>" in a text is the special token.
func ParseSentencePiece(file []byte) (*Tokenizer, error) {
	t, err := parseSentencePiece(file)
	if err != nil {
		return nil, fmt.Errorf("sentencepiece model: %w", err)
	}
	return t, nil
}

func parseSentencePiece(file []byte) (*Tokenizer, error) {
	m, err := sentencepiece.Parse(file)
	if err != nil {
		return nil, err
	}
	pieces, err := newSentencePieces(m)
	if err != nil {
		return nil, err
	}
	d := decoder.SentencePiece{Unknown: pieces.list[pieces.unknown].Text, Surface: m.UnknownSurface, ByteFallback: m.ByteFallback}
	d.DropFirst, d.DropAll = m.DropsFirstSpace()
	var found []added.Token
	for _, p := range m.Pieces {
		if p.Kind == sentencepiece.UserDefined && m.BPE {
			found = append(found, added.Token{Content: p.Text, Normalized: true})
		}
	}
	// A user's piece is in the normalized text as it is written.
	a, err := added.New(found, pieces, func(text string) (string, error) { return text, nil })
	if err != nil {
		return nil, err
	}
	for _, p := range m.Pieces {
		if p.Kind == sentencepiece.Control {
			a.Hide(p.Text)
		}
	}
	return &Tokenizer{parts: &parts{
		normalizer: &m.Normalizer, model: pieces, decoder: d, added: a, size: len(m.Pieces),
	}}, nil
}

// sentencePieces is a model some pieces of which no text spells: they have other
// names in it, which are no UTF-8.
type sentencePieces struct {
	model.Model
	list    []sentencepiece.Piece
	ids     map[string]int
	unknown int
	bytes   []int32 // ids of the 256 bytes: unknown characters are spelt with them
}

func newSentencePieces(m *sentencepiece.Model) (*sentencePieces, error) {
	s := &sentencePieces{list: m.Pieces, ids: make(map[string]int, len(m.Pieces))}
	names := make([]string, len(m.Pieces))
	for i, p := range m.Pieces {
		if _, twice := s.ids[p.Text]; twice {
			return nil, fmt.Errorf("piece %q comes twice", p.Text)
		}
		s.ids[p.Text] = i
		if names[i] = p.Text; p.Kind != sentencepiece.Normal && p.Kind != sentencepiece.UserDefined {
			names[i] = "\xFF" + p.Text
		}
		switch {
		case p.Kind == sentencepiece.Unknown:
			s.unknown = i
		case p.Kind == sentencepiece.Unused && m.BPE:
			return nil, fmt.Errorf("piece %q is unused: that is not supported of BPE", p.Text)
		}
	}
	if m.ByteFallback {
		s.bytes = make([]int32, 256)
		for b := range s.bytes {
			id, found := s.ids[fmt.Sprintf("<0x%02X>", b)]
			if !found {
				return nil, fmt.Errorf("byte_fallback: there is no piece <0x%02X>", b)
			}
			s.bytes[b] = int32(id)
		}
	}
	var err error
	if m.BPE {
		s.Model, err = newPieceBPE(m, names, s.unknown)
	} else {
		s.Model, err = newPieceUnigram(m, names, s.unknown)
	}
	return s, err
}

// newPieceUnigram gives a user's piece of n bytes 0.1·n - 0.1, as SentencePiece 0.2.3
// does, which no other path reaches where scores are logarithms of probabilities.
func newPieceUnigram(m *sentencepiece.Model, names []string, unknown int) (model.Model, error) {
	least := float32(math.MaxFloat32)
	for _, p := range m.Pieces {
		if p.Kind == sentencepiece.Normal {
			least = min(least, p.Score)
		}
	}
	if least == math.MaxFloat32 {
		return nil, errors.New("there is no normal piece")
	}
	scores := make([]float64, len(names))
	for i, p := range m.Pieces {
		switch p.Kind {
		case sentencepiece.Normal:
			scores[i] = float64(p.Score)
		case sentencepiece.UserDefined:
			scores[i] = float64(float32(0.1*float64(len(p.Text)) - 0.1))
		default:
			scores[i] = float64(least)
		}
	}
	worst := float64(least)
	return model.NewUnigram(model.UnigramSpec{Tokens: names, Scores: scores, Unknown: unknown, Worst: &worst, Single: true})
}

// newPieceBPE merges every pair that makes a piece, when the piece's score comes.
func newPieceBPE(m *sentencepiece.Model, names []string, unknown int) (model.Model, error) {
	order := make([]int, 0, len(names))
	known := make(map[string]bool, len(names))
	for i, p := range m.Pieces {
		if p.Kind == sentencepiece.Normal {
			order = append(order, i)
			known[p.Text] = true
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := m.Pieces[a].Score, m.Pieces[b].Score; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	spec := model.BPESpec{Tokens: names, Unknown: &names[unknown], FuseUnknown: true}
	rank := int32(-1)
	for n, i := range order {
		p := m.Pieces[i]
		if n == 0 || p.Score != m.Pieces[order[n-1]].Score {
			rank++
		}
		for at := range p.Text {
			if at > 0 && known[p.Text[:at]] && known[p.Text[at:]] {
				spec.Merges = append(spec.Merges, [2]string{p.Text[:at], p.Text[at:]})
				spec.Ranks = append(spec.Ranks, rank)
			}
		}
	}
	return model.NewBPE(spec)
}

// Append adds the pieces of a word, bytes in the place of what is unknown.
func (s *sentencePieces) Append(dst []model.Piece, word []byte, m *model.Scratch) ([]model.Piece, error) {
	begin := len(dst)
	dst, err := s.Model.Append(dst, word, m)
	if err != nil || s.bytes == nil {
		return dst, err
	}
	more := 0
	for _, p := range dst[begin:] {
		if int(p.ID) == s.unknown {
			more += int(p.End-p.Start) - 1
		}
	}
	from := len(dst)
	dst = slices.Grow(dst, more)[:from+more]
	for to := len(dst); from > begin; { // from the end, so that every piece moves once
		from--
		p := dst[from]
		if int(p.ID) != s.unknown {
			to--
			dst[to] = p
			continue
		}
		for at := p.End - 1; at >= p.Start; at-- {
			to--
			dst[to] = model.Piece{ID: s.bytes[word[at]], Start: at, End: at + 1}
		}
	}
	return dst, nil
}

// Text is a piece, or what is unknown as it was written.
func (s *sentencePieces) Text(p model.Piece, word []byte, source string) string {
	if int(p.ID) == s.unknown {
		return model.Written(p, word, source)
	}
	return s.list[p.ID].Text
}

// TokenID is the id of a piece.
func (s *sentencePieces) TokenID(token string) (int, bool) {
	id, found := s.ids[token]
	return id, found
}

// Token is the piece of an id.
func (s *sentencePieces) Token(id int) (string, bool) {
	if id < 0 || id >= len(s.list) {
		return "", false
	}
	return s.list[id].Text, true
}
