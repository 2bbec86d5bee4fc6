package data

import (
	"fmt"
	"math/bits"
)

// RandomBlocks are batches without end whose rows begin anywhere in a text, each
// place as likely as any other, with replacement, as nanoGPT draws them:
//
//	start = draw(seed, step, row) from 0 … Len-block-1
//	x     = tokens[start : start+block]
//	y     = tokens[start+1 : start+1+block]
//
// The draw depends on its name alone.
type RandomBlocks struct {
	tokens       Tokens
	rows, block  int
	seed, places uint64
}

var _ Batches = (*RandomBlocks)(nil)

// NewRandomBlocks draws rows blocks a batch; the tokens must be more than a
// block.
func NewRandomBlocks(t Tokens, rows, block int, seed uint64) (*RandomBlocks, error) {
	if err := checkSizes(rows, block); err != nil {
		return nil, err
	}
	if t.Len() <= block {
		return nil, fmt.Errorf("block %d needs at least %d tokens, %s has %d: use a shorter block or more text",
			block, int64(block)+1, t.name, t.Len())
	}
	return &RandomBlocks{t, rows, block, seed, uint64(t.Len() - block)}, nil
}

// mostOfBatch is tokens.
const mostOfBatch = 1 << 28

func checkSizes(rows, block int) error {
	switch {
	case rows < 1:
		return fmt.Errorf("batch of %d rows: want at least 1", rows)
	case block < 1:
		return fmt.Errorf("block of %d tokens: want at least 1", block)
	case rows > mostOfBatch/block:
		return fmt.Errorf("batch of %d rows of %d tokens: want at most %d tokens in a batch", rows, block, mostOfBatch)
	}
	return nil
}

// Steps is Endless.
func (r *RandomBlocks) Steps() int { return Endless }

// Fill writes the batch of a step, 0 or more.
func (r *RandomBlocks) Fill(b *Batch, step int) error {
	if step < 0 {
		return fmt.Errorf("batch %d: want 0 or more", step)
	}
	b.resize(r.rows, r.block)
	b.Step, b.Count = step, r.rows*r.block
	for row := range r.rows {
		start, at := r.start(step, row), row*r.block
		r.tokens.Copy(b.X[at:at+r.block], start)
		r.tokens.Copy(b.Y[at:at+r.block], start+1)
	}
	return nil
}

// start is where a row begins: draw · places / 2⁶⁴, so of the 2⁶⁴ draws each
// place has ⌊2⁶⁴/places⌋ or one more.
func (r *RandomBlocks) start(step, row int) int {
	place, _ := bits.Mul64(draw(r.seed, uint64(step), uint64(row)), r.places)
	return int(place)
}

// draw is 64 random bits of a name: words are taken in one by one, each as a
// step of SplitMix64 (Steele, Lea and Flood, 2014) from where the one before has
// led.
func draw(name ...uint64) uint64 {
	const golden = 0x9e3779b97f4a7c15
	var z uint64
	for _, word := range name {
		z += (word + 1) * golden
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
	}
	return z
}
