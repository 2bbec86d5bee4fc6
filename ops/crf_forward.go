package ops

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

func crfForward[T kernel.Float](c *Call) func() {
	m, out := newChain[T](c, 5), floats[T](c.Out)
	m.tags, m.transfer = c.In[4].Int, newTransfer(m.transitions, m.k)
	run := c.each(m.batch, m.grain(), func(w *kernel.Worker, lo, hi int) {
		scratch := kernel.Scratch[float64](w, (m.seq+1)*m.k)
		alpha, sums := scratch[m.k:], scratch[:m.k]
		for b := lo; b < hi; b++ {
			z, n := m.alphas(b, alpha, sums)
			if n == 0 {
				out[b] = 0
			} else {
				out[b] = T(z - m.score(b))
			}
		}
	})
	return func() {
		if m.check(c) {
			m.transfer.prepare()
			run()
		}
	}
}

// check fails the run if a tag of the chain is none.
func (m *chain[T]) check(c *Call) bool {
	for i, tag := range m.tags {
		if (tag < 0 || tag >= m.k) && (m.mask == nil || m.mask[i]) {
			c.Fail(fmt.Errorf("tags%s is %d: want 0 to %d where the mask is true",
				coordinates([]int{m.batch, m.seq}, i), tag, m.k-1))
			return false
		}
	}
	return true
}

// alphas is the forward algorithm over sequence b of n tokens. Row i of alpha
// [seq, k] is, for each tag, log Σ e^s over the beginnings that end there, after
// i+1 tokens; z is that of all paths.
func (m *chain[T]) alphas(b int, alpha, sums []float64) (z float64, n int) {
	var before []float64
	for t := m.next(b, 0); t < m.seq; t = m.next(b, t+1) {
		row := alpha[n*m.k : (n+1)*m.k]
		if n == 0 {
			for j, s := range m.start {
				row[j] = float64(s)
			}
		} else {
			m.transfer.forward(row, before, sums)
		}
		for j, e := range m.row(b, t) {
			row[j] += float64(e)
		}
		before = row
		n++
	}
	if n == 0 {
		return 0, 0
	}
	for j := range sums {
		sums[j] = before[j] + float64(m.end[j])
	}
	return logSum(sums), n
}

// score is s(y) of sequence b's tags.
func (m *chain[T]) score(b int) (s float64) {
	before := -1
	for t := m.next(b, 0); t < m.seq; t = m.next(b, t+1) {
		tag := m.tags[b*m.seq+t]
		if before < 0 {
			s = float64(m.start[tag])
		} else {
			s += float64(m.transitions[before*m.k+tag])
		}
		s += float64(m.row(b, t)[tag])
		before = tag
	}
	return s + float64(m.end[before])
}

// logSum is log Σ e^x, shifted by the largest: −Inf where all are, NaN where one is.
func logSum(x []float64) float64 {
	largest := math.Inf(-1)
	for _, v := range x {
		largest = max(largest, v)
	}
	if math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - largest)
	}
	return largest + math.Log(sum)
}
