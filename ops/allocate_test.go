package ops_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// What is bound runs without allocating.
func TestPointwiseAndReductionsAllocateNothing(t *testing.T) {
	x, row := dense(to32(values(1, 300*200)), 300, 200), dense(to32(values(2, 200)), 200)
	_, indices := topk(5, 1, true)
	for name, f := range map[string]gradcheck.Func{
		"gelu":    alone(ops.GELU),
		"clamp":   clamp(0, 1),
		"add":     both(ops.Add),
		"less":    both(ops.Less),
		"sum 0":   over(ops.Sum, false, 0),
		"mean 1":  over(ops.Mean, false, 1),
		"max":     over(ops.Max, false),
		"prod 0":  over(ops.Prod, false, 0),
		"cumsum":  cumsum(0, false, true),
		"argmax":  arg(ops.ArgMax, 1, false, false),
		"indices": indices,
	} {
		step := prepared(t, f, x, row)
		step()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 100 {
			step()
		}
		runtime.ReadMemStats(&after)
		require.Less(t, after.Mallocs-before.Mallocs, uint64(20), name)
	}
}
