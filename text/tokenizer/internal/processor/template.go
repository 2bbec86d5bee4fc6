package processor

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// template puts the texts where a list of pieces says.
type template struct{ single, pair []piece }

// piece is the first or second text (0, 1), or special tokens.
type piece struct {
	sequence int
	tokens   []encoded.Token
	typeID   int32
}

type templateFile struct {
	Single  []pieceFile            `json:"single"`
	Pair    []pieceFile            `json:"pair"`
	Special map[string]specialFile `json:"special_tokens"`
}

type pieceFile struct {
	Sequence *struct {
		ID   string `json:"id"`
		Type int32  `json:"type_id"`
	} `json:"Sequence"`
	Special *struct {
		ID   string `json:"id"`
		Type int32  `json:"type_id"`
	} `json:"SpecialToken"`
}

type specialFile struct {
	IDs    []int32  `json:"ids"`
	Tokens []string `json:"tokens"`
}

func newTemplate(raw json.RawMessage) (Processor, error) {
	var file templateFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	single, err := file.pieces("single", file.Single, 1)
	if err != nil {
		return nil, err
	}
	pair, err := file.pieces("pair", file.Pair, 2)
	if err != nil {
		return nil, err
	}
	return &template{single, pair}, nil
}

func (f *templateFile) pieces(name string, list []pieceFile, texts int) ([]piece, error) {
	pieces := make([]piece, len(list))
	for i, p := range list {
		switch {
		case p.Sequence != nil:
			n := slices.Index([]string{"A", "B"}[:texts], p.Sequence.ID)
			if n < 0 {
				return nil, fmt.Errorf("%s: piece %d is of a text %q: there are %d", name, i, p.Sequence.ID, texts)
			}
			pieces[i] = piece{sequence: n, typeID: p.Sequence.Type}
		case p.Special != nil:
			s, found := f.Special[p.Special.ID]
			if !found || len(s.IDs) != len(s.Tokens) {
				return nil, fmt.Errorf("%s: piece %d is %q: want ids and as many tokens of it in special_tokens", name, i, p.Special.ID)
			}
			pieces[i].sequence = encoded.None
			for j, id := range s.IDs {
				pieces[i].tokens = append(pieces[i].tokens, Special{id, s.Tokens[j]}.token(p.Special.Type))
			}
		default:
			return nil, fmt.Errorf("%s: piece %d is neither Sequence nor SpecialToken", name, i)
		}
	}
	return pieces, nil
}

func (t *template) of(pair bool) []piece {
	if pair {
		return t.pair
	}
	return t.single
}

func (t *template) Added(pair bool) (n int) {
	for _, p := range t.of(pair) {
		n += len(p.tokens)
	}
	return n
}

func (t *template) Process(m *encoded.Memory, parts []encoded.Part, _ []string, add bool) ([]encoded.Part, error) {
	if len(parts) != 1 && len(parts) != 2 {
		return nil, fmt.Errorf("TemplateProcessing: the steps before make %d parts: want 1 or 2", len(parts))
	}
	all := m.Parts()
	var used [2]bool
	for _, p := range t.of(len(parts) > 1) {
		switch {
		case p.sequence == encoded.None && add:
			*all = append(*all, encoded.Part{Tokens: m.Copy(p.tokens)})
		case p.sequence != encoded.None:
			part := parts[p.sequence]
			if used[p.sequence] {
				part = copied(part)
			}
			used[p.sequence] = true
			encoded.SetType(part.Tokens, p.typeID)
			encoded.SetSequence(part.Tokens, p.sequence)
			part.Of = p.sequence + 1
			*all = append(*all, part)
		}
	}
	return *all, nil
}

// copied is a part that a template has twice.
func copied(p encoded.Part) encoded.Part {
	c := encoded.Part{Of: p.Of, Tokens: slices.Clone(p.Tokens), Overflow: slices.Clone(p.Overflow)}
	for i, o := range c.Overflow {
		c.Overflow[i] = slices.Clone(o)
	}
	return c
}
