package generate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

// golden is what internal/oracle/generate.py wrote.
type golden struct {
	Keep              float32
	Embedding, Output [][]float32 // [vocab][hidden]
	Prompts           [][]int
	Greedy            []struct {
		Stop    []int
		Penalty float64
		Most    int
		Tokens  [][]int
	}
	Beams []struct {
		generate.BeamConfig
		Stop    []int
		Penalty float64
		Most    int
		Found   [][]struct {
			Tokens []int
			Score  float64
		}
	}
	Processors []struct {
		Kind     string
		Argument float64
		Logits   []float32
		Seen     []int
		Want     []*float32 // nil is -Inf
	}
	Chains []struct {
		generate.Config
		Logits []float32
		Seen   []int
		Want   []*float32
	}
}

func load(t *testing.T) *golden {
	t.Helper()
	text, err := os.ReadFile("testdata/transformers.json")
	require.NoError(t, err)
	g := new(golden)
	require.NoError(t, json.Unmarshal(text, g))
	return g
}

// recurrent is the oracle's model as a Stepper that insists on the contract:
// every token counts, rows that rest have no logits, and logits that were
// answered are overwritten by the next call.
//
//	h ← keep·h + embedding[token], logits = output tanh(h)
type recurrent struct {
	*golden
	longest int
	rows    []sequence
	lent    [][]float32
	steps   int // calls of Step
}

// sequence is a row of a recurrent.
type sequence struct {
	h      []float32
	length int
	rests  bool
}

func (r *recurrent) Vocab() int   { return len(r.Embedding) }
func (r *recurrent) Longest() int { return r.longest }

func (r *recurrent) Prefill(prompts [][]int) ([][]float32, error) {
	r.rows = make([]sequence, len(prompts))
	for i, p := range prompts {
		r.rows[i].h = make([]float32, len(r.Output[0]))
		for _, id := range p {
			if err := r.rows[i].grow(r, id); err != nil {
				return nil, err
			}
		}
	}
	return r.logits(), nil
}

func (r *recurrent) Step(tokens []int) ([][]float32, error) {
	r.steps++
	if len(tokens) != len(r.rows) {
		return nil, fmt.Errorf("%d tokens for %d rows", len(tokens), len(r.rows))
	}
	for i, id := range tokens {
		if id == generate.Rest {
			r.rows[i].rests = true
		} else if err := r.rows[i].grow(r, id); err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
	}
	return r.logits(), nil
}

func (r *recurrent) Reorder(rows []int) error {
	old := r.rows
	r.rows = make([]sequence, len(rows))
	for i, from := range rows {
		r.rows[i] = old[from]
		r.rows[i].h = append([]float32(nil), old[from].h...)
	}
	return nil
}

func (s *sequence) grow(r *recurrent, id int) error {
	if s.length++; s.rests || r.longest > 0 && s.length > r.longest {
		return fmt.Errorf("the row rests or is full")
	}
	for j := range s.h {
		s.h[j] = r.Keep*s.h[j] + r.Embedding[id][j]
	}
	return nil
}

func (r *recurrent) logits() [][]float32 {
	for _, lent := range r.lent {
		for i := range lent {
			lent[i] = float32(math.NaN())
		}
	}
	r.lent = make([][]float32, len(r.rows))
	for i, s := range r.rows {
		if s.rests {
			continue
		}
		r.lent[i] = make([]float32, r.Vocab())
		for v, w := range r.Output {
			for j, h := range s.h {
				r.lent[i][v] += w[j] * float32(math.Tanh(float64(h)))
			}
		}
	}
	return r.lent
}

// scripts is a model whose row says scripts[i] if its prompt ends in token i,
// and then its last token for ever.
type scripts struct {
	vocab  int
	says   map[int][]int
	rows   [][]int // what each has still to say
	logits func(next int) []float32
}

func (s *scripts) Vocab() int   { return s.vocab }
func (s *scripts) Longest() int { return 64 }

func (s *scripts) Prefill(prompts [][]int) ([][]float32, error) {
	s.rows = nil
	for _, p := range prompts {
		s.rows = append(s.rows, s.says[p[len(p)-1]])
	}
	return s.answer(), nil
}

func (s *scripts) Step(tokens []int) ([][]float32, error) {
	for i := range tokens {
		if len(s.rows[i]) > 1 {
			s.rows[i] = s.rows[i][1:]
		}
	}
	return s.answer(), nil
}

func (s *scripts) Reorder(rows []int) error {
	old := s.rows
	s.rows = nil
	for _, i := range rows {
		s.rows = append(s.rows, old[i])
	}
	return nil
}

func (s *scripts) answer() (logits [][]float32) {
	for _, r := range s.rows {
		l := make([]float32, s.vocab)
		l[r[0]] = 1
		if s.logits != nil {
			l = s.logits(r[0])
		}
		logits = append(logits, l)
	}
	return logits
}

// pieces is a Decoder by concatenation.
type pieces []string

func (p pieces) Decode(ids []int) (text string) {
	for _, id := range ids {
		text += p[id]
	}
	return text
}
