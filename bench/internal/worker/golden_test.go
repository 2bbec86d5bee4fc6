package worker

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/bench/internal/report"
)

// With the same weights, losses and outputs are PyTorch's.
func TestEqualsPyTorch(t *testing.T) {
	raw, err := os.ReadFile("testdata/pytorch.json")
	require.NoError(t, err)
	var theirs struct{ Checks map[string][]float64 }
	require.NoError(t, json.Unmarshal(raw, &theirs))
	for _, c := range cases.Small() {
		files, err := c.Write(t.TempDir())
		require.NoError(t, err)
		work, err := Build(protocol.Setup{Case: c, Files: files, Precision: "float32"})
		require.NoError(t, err)
		require.NotEmpty(t, theirs.Checks[c.Name], c.Name)
		require.InDeltaSlice(t, theirs.Checks[c.Name], work.Ready.Check, 2e-6, c.Name)
		for _, item := range work.Items {
			require.NoError(t, item())
		}
	}
}

// Every precision that there is runs every case that it is measured on, and comes
// near: within 5 % even where numbers have 8 bits.
func TestPrecisions(t *testing.T) {
	for _, precision := range cases.Precisions() {
		for _, c := range cases.Small() {
			if c.Training() && precision == "int8" {
				continue
			}
			files, err := c.Write(t.TempDir())
			require.NoError(t, err)
			exact, err := Build(protocol.Setup{Case: c, Files: files, Precision: "float32"})
			require.NoError(t, err)
			work, err := Build(protocol.Setup{Case: c, Files: files, Precision: precision})
			require.NoError(t, err, "%s in %s", c.Name, precision)
			require.Less(t, report.Deviation(work.Ready.Check, exact.Ready.Check), 0.05, "%s in %s", c.Name, precision)
		}
	}
}

// Each further step has a smaller loss: what is timed does train.
func TestStepTrains(t *testing.T) {
	for _, c := range cases.Small() {
		if !c.Training() {
			continue
		}
		files, err := c.Write(t.TempDir())
		require.NoError(t, err)
		m, err := open(protocol.Setup{Case: c, Files: files, Precision: "float32"}, 0)
		require.NoError(t, err)
		last := 100.0
		for range 5 {
			require.NoError(t, m.step())
			require.Less(t, m.loss, last, c.Name)
			last = m.loss
		}
	}
}

// What an unknown precision is told is which there are.
func TestUnknownPrecision(t *testing.T) {
	_, err := Build(protocol.Setup{Case: cases.Small()[0], Precision: "float33"})
	require.ErrorContains(t, err, `precision "float33": want one of ["float32"`)
}

// The ceiling counts operations wherever there are micro-kernels.
func TestCeiling(t *testing.T) {
	work, err := Ceiling(protocol.Setup{Threads: 2})
	if err != nil {
		require.ErrorContains(t, err, "no ceiling")
		return
	}
	require.Positive(t, work.Ready.Operations[0])
	require.NoError(t, work.Items[0]())
}
