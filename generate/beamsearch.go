package generate

import (
	"context"
	"fmt"
)

// Beams continues each prompt by beam search: of the Beams likeliest beginnings
// of a text all continuations by one token are compared and the best kept. It
// gives what transformers gives, and answers with Return hypotheses of each
// prompt, best first, or with fewer if there are no more. Stream is not told.
//
// A prompt is run once, and its row then branches into Beams rows. Of Config the
// repetition penalty counts, on log-probabilities, and the stop rules.
//
// If ctx ends or the model fails meanwhile, the best so far is returned with the
// error.
func (g *Generator) Beams(ctx context.Context, prompts [][]int, b BeamConfig) ([][]Hypothesis, error) {
	if err := b.check(&g.Config); err != nil {
		return nil, fmt.Errorf("beams: %w", err)
	}
	rows, err := g.begin(prompts)
	if err != nil {
		return nil, fmt.Errorf("beams: %w", err)
	}
	searches := make([]*search, len(rows))
	for i, r := range rows {
		searches[i] = &search{config: &b, live: []beam{{row: r}}}
	}
	err = g.search(ctx, prompts, searches, newCandidates(&g.Config, &b, g.Extra, g.Model.Vocab()))
	found := make([][]Hypothesis, len(searches))
	for i, s := range searches {
		s.interrupt()
		found[i] = s.finished[:min(max(b.Return, 1), len(s.finished))]
	}
	if err != nil {
		return found, fmt.Errorf("beams: %w", err)
	}
	return found, nil
}

// search steps all searches until they are done. Search i has the model's rows
// i·width to (i+1)·width-1.
func (g *Generator) search(ctx context.Context, prompts [][]int, searches []*search, c *candidates) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	width := 1
	rests := func(row int) bool {
		s := searches[row/width]
		return s.done || row%width >= len(s.live)
	}
	m := newMoves(len(searches), c.config.Beams)
	logits, err := g.Model.Prefill(prompts)
	for step := 0; ; step++ {
		if err == nil {
			err = answered(logits, len(searches)*width, g.Model.Vocab(), rests)
		}
		if err != nil {
			return fmt.Errorf("step %d: %w", step, err)
		}
		for i, s := range searches {
			if s.done {
				continue
			}
			if err := s.step(c, logits[i*width:]); err != nil {
				return fmt.Errorf("step %d: prompt %d: %w", step, i, err)
			}
		}
		if !m.plan(searches, width) {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		width = c.config.Beams
		logits, err = m.run(g.Model)
	}
}

// moves are what the model is told between two steps.
type moves struct {
	beams int
	rows  []int // [prompt·beams] the row that each row continues
	next  []int // [prompt·beams] its token
	stay  bool  // each row continues itself
}

func newMoves(prompts, beams int) *moves {
	return &moves{beams: beams, rows: make([]int, prompts*beams), next: make([]int, prompts*beams)}
}

// plan says how rows, so far width for each search, go on. It reports whether any
// does.
func (m *moves) plan(searches []*search, width int) (growing bool) {
	m.stay = width == m.beams
	for i, s := range searches {
		for j := range m.beams {
			to := i*m.beams + j
			m.rows[to], m.next[to] = i*width+min(j, width-1), Rest
			if !s.done && j < len(s.live) {
				b := s.live[j]
				m.rows[to], m.next[to] = i*width+b.parent, b.tokens[len(b.tokens)-1]
				growing = true
			}
			m.stay = m.stay && m.rows[to] == to
		}
	}
	return growing
}

func (m *moves) run(model Stepper) ([][]float32, error) {
	if !m.stay {
		if err := model.Reorder(m.rows); err != nil {
			return nil, fmt.Errorf("reorder: %w", err)
		}
	}
	return model.Step(m.next)
}
