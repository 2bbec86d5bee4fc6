package ops

import "github.com/gaze-ml/gaze/internal/kernel"

func viterbi[T kernel.Float](c *Call) func() {
	m, out := newChain[T](c, 4), c.Out.Int
	return c.each(m.batch, m.grain(), func(w *kernel.Worker, lo, hi int) {
		best := kernel.Scratch[float64](w, m.seq*m.k)
		for b := lo; b < hi; b++ {
			m.decode(b, out[b*m.seq:(b+1)*m.seq], best)
		}
	})
}

// decode writes the best path of sequence b. Row i of best [seq, k] is, for each
// tag, the score of the best beginning that ends there, after i+1 tokens; which
// tag was before is found again on the way back.
func (m *chain[T]) decode(b int, path []int, best []float64) {
	n := 0
	for t := m.next(b, 0); t < m.seq; t = m.next(b, t+1) {
		row := best[n*m.k : (n+1)*m.k]
		for j, e := range m.row(b, t) {
			row[j] = float64(m.start[j])
			if n > 0 {
				_, row[j] = m.best(best[(n-1)*m.k:n*m.k], j)
			}
			row[j] += float64(e)
		}
		n++
	}
	tag := -1 // after the last
	for t := m.seq - 1; t >= 0; t-- {
		if m.mask != nil && !m.mask[b*m.seq+t] {
			path[t] = neverCounts
			continue
		}
		n--
		tag, _ = m.best(best[n*m.k:(n+1)*m.k], tag)
		path[t] = tag
	}
}

// best is the first tag whose score and transition to another, to the end if that
// is −1, are largest. NaN counts as smallest.
func (m *chain[T]) best(scores []float64, to int) (tag int, score float64) {
	for i, s := range scores {
		if to < 0 {
			s += float64(m.end[i])
		} else {
			s += float64(m.transitions[i*m.k+to])
		}
		if i == 0 || s > score || score != score {
			tag, score = i, s
		}
	}
	return tag, score
}
