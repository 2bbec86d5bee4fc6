package ops

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// tupleGrid is the addressing of slices of x by tuples, in the last axis of
// indices, of their places along x's axes from batchDims on.
type tupleGrid struct {
	rowGrid
	sizes           []int // of the axes a tuple is about
	perBatch, batch int   // tuples in a batch; rows of x in a batch
}

// tuplesOf is that of x and indices, or says why they do not fit.
func tuplesOf(x, indices Type, batchDims int) (t tupleGrid, rest []int, err error) {
	if err := wantInt("indices", indices); err != nil {
		return t, nil, err
	}
	last := indices.Rank() - 1
	if last < 0 || batchDims < 0 || batchDims > last {
		return t, nil, fmt.Errorf("batch axes %d: want 0 to %d, one less than indices have", batchDims, max(last, 0))
	}
	k := indices.Shape[last]
	if batchDims+k > x.Rank() {
		return t, nil, fmt.Errorf("tuples of %d after %d batch axes: x has %d axes", k, batchDims, x.Rank())
	}
	if !equalShapes(x.Shape[:batchDims], indices.Shape[:batchDims]) {
		return t, nil, fmt.Errorf("the first %d axes differ", batchDims)
	}
	rest = x.Shape[batchDims+k:]
	t.sizes = x.Shape[batchDims : batchDims+k]
	t.batch = size(t.sizes)
	t.perBatch = size(indices.Shape[batchDims:last])
	t.rowGrid = rowGrid{1, size(x.Shape[:batchDims+k]), size(rest)}
	return t, append(append([]int{}, indices.Shape[:last]...), rest...), nil
}

// check turns the tuples into row numbers.
func (t tupleGrid) check(c *Call, indices Array, use func(rows []int) func()) func() {
	rows := make([]int, indices.Size()/len(t.sizes))
	run := use(rows)
	return func() {
		if i := kernel.FlattenTuples(rows, indices.Int, t.sizes, t.perBatch, t.batch); i >= 0 {
			n := t.sizes[i%len(t.sizes)]
			c.Fail(outside("indices", indices, i, -n, n-1))
			return
		}
		run()
	}
}
