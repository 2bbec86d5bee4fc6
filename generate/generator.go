package generate

import (
	"context"
	"errors"
	"fmt"
)

// Generator continues prompts with a model. It serves one call at a time, as the
// model remembers its rows.
type Generator struct {
	Model   Stepper
	Config  Config
	Decoder Decoder     // for text and stop strings; nil if ids are enough
	Extra   []Transform // of one's own, between repetition penalty and temperature

	// Stream, if there is one, is told of each token when it is chosen, with the
	// text that is new and certain: whole characters, and nothing that may turn
	// out to be a stop string. Answering false ends the row.
	Stream func(row, token int, text string) bool
}

// Generate continues each prompt until a rule ends it. A prompt has at least one
// token; a row's output is one longer than what the model can still hold beside
// the prompt at most, as its last token need not be read.
//
// If ctx ends or the model fails meanwhile, what has come so far is returned with
// the error.
func (g *Generator) Generate(ctx context.Context, prompts [][]int) ([]Output, error) {
	rows, err := g.begin(prompts)
	if err != nil {
		return nil, fmt.Errorf("generate: %w", err)
	}
	err = g.run(ctx, prompts, rows)
	outputs := make([]Output, len(rows))
	for i, r := range rows {
		r.interrupt(Interrupted)
		outputs[i] = r.output()
	}
	if err != nil {
		return outputs, fmt.Errorf("generate: %w", err)
	}
	return outputs, nil
}

// run lets the rows grow until all are done.
func (g *Generator) run(ctx context.Context, prompts [][]int, rows []*row) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	pick := newPicker(&g.Config, g.Extra, g.Model.Vocab())
	done := func(row int) bool { return rows[row].done() }
	next := make([]int, len(rows))
	logits, err := g.Model.Prefill(prompts)
	for step := 0; ; step++ {
		if err == nil {
			err = answered(logits, len(rows), g.Model.Vocab(), done)
		}
		if err != nil {
			return fmt.Errorf("step %d: %w", step, err)
		}
		growing := 0
		if growing, err = g.choose(pick, logits, rows, next); err != nil {
			return fmt.Errorf("step %d: %w", step, err)
		}
		if growing == 0 {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		logits, err = g.Model.Step(next)
	}
}

// choose takes the next token of every row that grows, and counts those that
// still grow then.
func (g *Generator) choose(p *picker, logits [][]float32, rows []*row, next []int) (growing int, err error) {
	for i, r := range rows {
		next[i] = Rest
		if r.done() {
			continue
		}
		token, err := p.token(logits[i], r)
		if err != nil {
			return 0, fmt.Errorf("row %d: %w", i, err)
		}
		shown := r.take(token)
		if g.Stream != nil && !g.Stream(i, token, shown) {
			r.interrupt(ByReader)
		}
		if !r.done() {
			next[i] = token
			growing++
		}
	}
	return growing, nil
}

// begin checks what was asked for and makes a row of each prompt.
func (g *Generator) begin(prompts [][]int) ([]*row, error) {
	if g.Model == nil {
		return nil, errors.New("there is no Model: want a Stepper")
	}
	if err := g.Config.check(g.Model.Vocab()); err != nil {
		return nil, err
	}
	for i, t := range g.Extra {
		if t == nil {
			return nil, fmt.Errorf("transform Extra[%d] is nil", i)
		}
	}
	if len(g.Config.StopStrings) > 0 && g.Decoder == nil {
		return nil, fmt.Errorf("StopStrings are %q, Decoder is nil: want one that makes text of ids", g.Config.StopStrings)
	}
	if err := checkPrompts(prompts, g.Model.Vocab(), g.Model.Longest()); err != nil {
		return nil, err
	}
	if g.Config.MaxNew == 0 && g.Model.Longest() == 0 {
		return nil, errors.New("MaxNew is 0, and the model has no longest row: want at least 1")
	}
	rows := make([]*row, len(prompts))
	names := keys(g.Config.Seed, prompts)
	for i, p := range prompts {
		rows[i] = newRow(p, g.limit(p), g.Config.StopTokens)
		rows[i].key = names[i]
		if g.Decoder != nil {
			rows[i].text = newText(g.Decoder, p, g.Config.StopStrings)
		}
	}
	return rows, nil
}

// limit is how many tokens a prompt can be continued with.
func (g *Generator) limit(prompt []int) int {
	room := g.Model.Longest() - len(prompt) + 1
	switch {
	case g.Model.Longest() == 0:
		return g.Config.MaxNew
	case g.Config.MaxNew == 0:
		return room
	}
	return min(g.Config.MaxNew, room)
}

func checkPrompts(prompts [][]int, vocab, longest int) error {
	if len(prompts) == 0 {
		return errors.New("there are no prompts: want at least one")
	}
	for i, p := range prompts {
		if len(p) == 0 {
			return fmt.Errorf("prompts[%d] is empty: want at least one token", i)
		}
		if longest > 0 && len(p) > longest {
			return fmt.Errorf("prompts[%d] has %d tokens: want at most %d, which the model can hold", i, len(p), longest)
		}
		for j, id := range p {
			if id < 0 || id >= vocab {
				return fmt.Errorf("prompts[%d][%d] is %d: want 0 to %d", i, j, id, vocab-1)
			}
		}
	}
	return nil
}
