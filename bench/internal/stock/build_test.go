package stock

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/bench/internal/worker"
)

// With the same weights the losses of three steps are Gaze's, but for GELU's
// approximation and for the decay.
func TestLossesAreGazes(t *testing.T) {
	for _, c := range cases.Small() {
		if c.Kind != cases.CharGPTTrain {
			continue
		}
		files, err := c.Write(t.TempDir())
		require.NoError(t, err)
		s := protocol.Setup{Case: c, Files: files, Precision: "float32", Threads: 1}
		ours, err := worker.Build(s)
		require.NoError(t, err)
		theirs, err := Build(s)
		require.NoError(t, err)
		require.InDeltaSlice(t, ours.Ready.Check, theirs.Ready.Check, 2e-5)
		require.Equal(t, ours.Ready.Parameters, theirs.Ready.Parameters)
	}
}
