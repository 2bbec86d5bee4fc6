package data

import "slices"

// Ignore is the label that losses do not count.
const Ignore = -100

// Batch is the tokens of one step, Rows blocks of Block tokens. Fill makes its
// slices once and then writes into them.
type Batch struct {
	X, Y  []int // [batch, seq], row after row: Y[i] follows X[i], or is Ignore
	Rows  int   // batch
	Block int   // seq
	Step  int   // its number
	Count int   // labels that are not Ignore
}

// Batches are numbered from 0, and each is always the same: they may be asked
// for in any order, by several goroutines with a Batch each.
type Batches interface {
	// Fill writes batch number step into b.
	Fill(b *Batch, step int) error

	// Steps is how many batches there are, Endless if there is no end.
	Steps() int
}

// Endless is the number of batches that do not end.
const Endless = -1

// resize gives the slices their lengths, and new memory only if they lack it.
func (b *Batch) resize(rows, block int) {
	n := rows * block
	b.X = slices.Grow(b.X[:0], n)[:n]
	b.Y = slices.Grow(b.Y[:0], n)[:n]
	b.Rows, b.Block = rows, block
}
