package data

import "fmt"

// SequentialBlocks are batches that go through a text once, block after block:
// every token but the first, which nothing precedes, is a label exactly once.
//
//	x = tokens[k·block : (k+1)·block]
//	y = tokens[k·block+1 : (k+1)·block+1]     of block k = step·rows + row
//
// All batches have one shape. Where the text has ended, x is 0 and y is Ignore,
// so the loss over the whole text is
//
//	Σ mean loss of a batch · Count / Σ Count
type SequentialBlocks struct {
	tokens      Tokens
	rows, block int
}

var _ Batches = (*SequentialBlocks)(nil)

// NewSequentialBlocks puts rows blocks into a batch; the last block may be
// short. There must be two tokens at least.
func NewSequentialBlocks(t Tokens, rows, block int) (*SequentialBlocks, error) {
	if err := checkSizes(rows, block); err != nil {
		return nil, err
	}
	if t.Len() < 2 {
		return nil, fmt.Errorf("%s has %d tokens: want at least 2, one to predict the other from", t.name, t.Len())
	}
	return &SequentialBlocks{t, rows, block}, nil
}

// Steps is how many batches the text has.
func (s *SequentialBlocks) Steps() int {
	return (s.tokens.Len()-2)/(s.rows*s.block) + 1
}

// Fill writes the batch of a step, from 0 to Steps()-1.
func (s *SequentialBlocks) Fill(b *Batch, step int) error {
	if step < 0 || step >= s.Steps() {
		return fmt.Errorf("batch %d: want 0 to %d", step, s.Steps()-1)
	}
	b.resize(s.rows, s.block)
	// Rows follow each other in the text as in the batch.
	first := step * s.rows * s.block
	b.Step, b.Count = step, s.tokens.Copy(b.Y, first+1)
	s.tokens.Copy(b.X[:b.Count], first)
	clear(b.X[b.Count:])
	for i := b.Count; i < len(b.Y); i++ {
		b.Y[i] = Ignore
	}
	return nil
}
