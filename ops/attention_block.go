package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// The largest block of scores that is computed at a time. Blocks of keys are
// counted from the first key on, so that a row's sums do not depend on how many
// there are.
const (
	blockRows = 128
	leastRows = 64
	blockKeys = 256
)

// tasks is how many pieces of work attention is cut into, if it can be. More would
// cost memory, and packing of the same keys.
const tasks = 4

// scoreRow is the length of a row of scores in memory: it is no power of two,
// whose rows would share a few lines of a cache.
func (s *attentionSizes) scoreRow() int {
	n := min(s.key, blockKeys)
	return (n+kernel.AttendRound-1)/kernel.AttendRound*kernel.AttendRound + 16
}

// blockSize is the number of rows in a block.
func (s *attentionSizes) blockSize() int {
	rows := blockRows
	for rows > leastRows && s.pairs()*((s.shared()+rows-1)/rows) < tasks {
		rows /= 2
	}
	blocks := (s.shared() + rows - 1) / rows
	return (s.shared() + blocks - 1) / blocks
}

// grain is how many tasks of so many rows, in so many products, are worth another worker.
func (s *attentionSizes) grain(rows, products int) int {
	return max(1, productGrain/max(1, products*rows*s.key*max(s.d, s.width)))
}

// blocks is the number of blocks in the rows of a pair.
func (s *attentionSizes) blocks() int { return (s.shared() + s.blockSize() - 1) / s.blockSize() }

// keyBlocks is the number of blocks of keys.
func (s *attentionSizes) keyBlocks() int { return (s.key + blockKeys - 1) / blockKeys }

// attentionBlock is some rows of the queries of group heads that share a key
// head, from head on. Rows are ordered by query, and then by head, so that with
// Causal each sees as much as the one before it, or more; where all see the same, by
// head, and then by query, so that they lie evenly.
type attentionBlock struct {
	batch, head, group int
	first, rows        int
	query              int  // of a head, if rows are ordered by head, and then by query; or 0
	again              bool // its weights have been kept
}

// at is the query of row i, and its head.
func (b *attentionBlock) at(i int) (query, head int) {
	i += b.first
	if b.query > 0 {
		return i % b.query, b.head + i/b.query
	}
	return i / b.group, b.head + i%b.group
}

// block is the i-th block of a pair = batch·kvHeads + key head.
func (s *attentionSizes) block(pair, i int) attentionBlock {
	first, group := i*s.blockSize(), s.heads/s.kvHeads
	b := attentionBlock{
		batch: pair / s.kvHeads, head: pair % s.kvHeads * group, group: group,
		first: first, rows: min(s.blockSize(), s.shared()-first),
	}
	if s.byHead && group > 1 {
		b.query = s.query
	}
	return b
}

// alone is row i of a block as a block of its own.
func (b attentionBlock) alone(i int) attentionBlock {
	i += b.first
	return attentionBlock{batch: b.batch, head: b.head + i%b.group, group: 1, first: i / b.group, rows: 1, again: true}
}

// row is where row i of a block stands among those of [batch, heads, query].
func (s *attentionSizes) row(b attentionBlock, i int) int {
	query, head := b.at(i)
	return (b.batch*s.heads+head)*s.query + query
}
