package graph

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// Select is new States whose entry i along axis 0 of each is entry rows[i] of s,
// as when one row of a batch branches into several: there may be more rows or
// fewer than before. Where their number stays, State.Reorder costs less.
func (s *States) Select(rows []int) (*States, error) {
	selected := NewStates()
	for path, a := range s.values {
		if len(rows) == 0 || a.Rank() == 0 {
			return nil, fmt.Errorf("state %s is %s: selecting %d rows: want at least one row, and an axis", path, a.Type, len(rows))
		}
		length := a.Shape[0]
		if i := kernel.FirstOutside(rows, 0, length-1); i >= 0 {
			return nil, fmt.Errorf("state %s is %s: rows[%d] is %d: want 0 to %d", path, a.Type, i, rows[i], length-1)
		}
		t := ops.Type{Dtype: a.Dtype, Shape: append([]int{len(rows)}, a.Shape[1:]...)}
		to, inner := ops.NewArray(t), a.Size()/length
		gatherRows(to.F32, a.F32, rows, inner)
		gatherRows(to.F64, a.F64, rows, inner)
		gatherRows(to.Int, a.Int, rows, inner)
		gatherRows(to.Bool, a.Bool, rows, inner)
		selected.values[path] = to
	}
	return selected, nil
}

func gatherRows[T any](y, x []T, rows []int, inner int) {
	if x != nil {
		kernel.GatherRows(y, x, rows, len(x)/inner, inner, 0, len(rows))
	}
}
