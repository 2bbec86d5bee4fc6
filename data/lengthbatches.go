package data

import (
	"fmt"
	"slices"
	"sync"
)

// LengthBatches deals examples into batches of similar lengths, so that little is
// padding. In each epoch every example comes once: all are shuffled, cut into pools
// of poolRows batches, sorted by length within their pool, cut into batches, and
// the batches shuffled.
//
// Batch number step is a function of the lengths, the sizes, the seed and step, and
// of nothing else: who resumes at a step needs to remember the step alone.
type LengthBatches struct {
	lengths []int
	rows    int
	seed    uint64

	mu    sync.Mutex // of the epoch that was dealt last
	epoch int
	dealt [][]int
}

const poolRows = 32

// NewLengthBatches puts rows examples into a batch, the last of an epoch's deal
// may have fewer. There must be an example, and no length below 0.
func NewLengthBatches(lengths []int, rows int, seed uint64) (*LengthBatches, error) {
	switch {
	case rows < 1:
		return nil, fmt.Errorf("batches by length: %d rows, want at least 1", rows)
	case len(lengths) == 0:
		return nil, fmt.Errorf("batches by length: there are no examples")
	}
	for i, n := range lengths {
		if n < 0 {
			return nil, fmt.Errorf("batches by length: example %d has length %d", i, n)
		}
	}
	return &LengthBatches{lengths: slices.Clone(lengths), rows: rows, seed: seed, epoch: -1}, nil
}

// PerEpoch is how many batches have every example once.
func (l *LengthBatches) PerEpoch() int { return (len(l.lengths) + l.rows - 1) / l.rows }

// Fill appends to into[:0] which examples are in batch number step, 0 or more: the
// shortest first. There is no end of them; see PerEpoch.
func (l *LengthBatches) Fill(into []int, step int) ([]int, error) {
	if step < 0 {
		return nil, fmt.Errorf("batch %d: want 0 or more", step)
	}
	per := l.PerEpoch()
	l.mu.Lock()
	defer l.mu.Unlock()
	if epoch := step / per; epoch != l.epoch {
		l.dealt, l.epoch = l.deal(epoch), epoch
	}
	return append(into[:0], l.dealt[step%per]...), nil
}

// deal makes the batches of an epoch.
func (l *LengthBatches) deal(epoch int) [][]int {
	order := shuffled(len(l.lengths), l.seed, uint64(epoch), 0)
	batches := make([][]int, 0, l.PerEpoch())
	for pool := range slices.Chunk(order, poolRows*l.rows) {
		slices.SortStableFunc(pool, func(a, b int) int { return l.lengths[a] - l.lengths[b] })
		for batch := range slices.Chunk(pool, l.rows) {
			batches = append(batches, batch)
		}
	}
	mixed := make([][]int, len(batches))
	for i, from := range shuffled(len(batches), l.seed, uint64(epoch), 1) {
		mixed[i] = batches[from]
	}
	return mixed
}

// Bucket is the smallest of widths, which are sorted, that holds n; the largest if
// none does. To pad to few widths is to compile few programs.
func Bucket(n int, widths []int) int {
	at, _ := slices.BinarySearch(widths, n)
	return widths[min(at, len(widths)-1)]
}
