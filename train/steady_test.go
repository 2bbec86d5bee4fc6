package train_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
)

func vector(x []float32) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

// A steady step allocates nothing, with and without a log. Of several windows of
// 100 steps one must be without, as the runtime's own goroutines allocate too.
func TestSteadyStepAllocatesNothing(t *testing.T) {
	for _, folder := range []string{"", t.TempDir()} {
		tr := newTrainer(t, folder)
		tr.Validation, tr.Checkpoints.Every, tr.Steps = nil, 0, 620
		values := blocks(7, 0, 0) // as a source that fills one batch again and again
		var marks [7]runtime.MemStats
		tr.Source = func(step, micro int) (graph.Values, error) {
			if step%100 == 19 && micro == 0 {
				runtime.ReadMemStats(&marks[step/100])
			}
			return values, nil
		}
		_, err := tr.Run(t.Context())
		require.NoError(t, err)
		least := marks[1].Mallocs - marks[0].Mallocs
		for i := range 6 {
			least = min(least, marks[i+1].Mallocs-marks[i].Mallocs)
		}
		require.Less(t, least, uint64(10), "allocations in 100 steps: one of ours would be in each; a worker that parks may cost Go one")
	}
}
