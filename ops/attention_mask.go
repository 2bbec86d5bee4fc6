package ops

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// attentionMask is a mask seen as [batch, heads, query, key]: an axis along
// which it is the same has stride 0.
type attentionMask[T kernel.Float] struct {
	seen   []bool // one of the two, or none
	added  []T
	stride [4]int
}

func maskOf[T kernel.Float](m Array) attentionMask[T] {
	r := attentionMask[T]{seen: m.Bool, stride: maskStrides(m.Shape)}
	if m.Float() {
		r.added = floats[T](m)
	}
	return r
}

// maskStrides are the strides of the shape, aligned at the last axis.
func maskStrides(shape []int) (stride [4]int) {
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		if shape[i] > 1 {
			stride[i+4-len(shape)] = step
		}
		step *= shape[i]
	}
	return stride
}

// at is where the mask of row i begins.
func (m *attentionMask[T]) at(s attentionSizes, row int) int {
	query, head, batch := row%s.query, row/s.query%s.heads, row/(s.query*s.heads)
	return batch*m.stride[0] + head*m.stride[1] + query*m.stride[2]
}

// apply masks the scores of a row, whose mask begins at element at.
func (m *attentionMask[T]) apply(scores []T, at int) {
	along := m.stride[3] > 0
	switch {
	case m.seen != nil && along:
		kernel.Hide(scores, m.seen[at:])
	case m.seen != nil && !m.seen[at]:
		fill(scores, T(math.Inf(-1)))
	case m.added != nil && along:
		kernel.Add(scores, scores, m.added[at:])
	case m.added != nil:
		for i := range scores {
			scores[i] += m.added[at]
		}
	}
}

// applyRows masks a block of scores, the mask of whose first row begins at element at,
// if the rows' masks lie evenly.
func (m *attentionMask[T]) applyRows(p *kernel.Attend[T], at int, b attentionBlock) bool {
	if m.stride[3] == 0 || !m.even(b) {
		return false
	}
	if m.seen != nil {
		p.Hide(m.seen[at:], m.stride[2])
	} else {
		p.Add(m.added[at:], m.stride[2])
	}
	return true
}

// even says whether masks of a block's rows are stride[2] from each other.
func (m *attentionMask[T]) even(b attentionBlock) bool {
	switch {
	case b.group == 1 || m.stride[1] == 0 && m.stride[2] == 0:
		return true
	case b.query == 0:
		return false
	}
	return m.stride[1] == b.query*m.stride[2] || b.first%b.query+b.rows <= b.query
}

func fill[T any](x []T, v T) {
	for i := range x {
		x[i] = v
	}
}

// checkLength fails the run if more keys are said to exist than there are.
func (a *attending[T]) checkLength() bool {
	for i, n := range a.length {
		if n < 0 || n > a.key {
			where := "length"
			if a.call.In[a.lengthAt].Rank() > 0 {
				where = fmt.Sprintf("length[%d]", i)
			}
			a.call.Fail(fmt.Errorf("%s is %d: want 0 to %d", where, n, a.key))
			return false
		}
	}
	return true
}
