package train_test

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// What the golden checkpoint held when it was written. It is of the model of
// model_test.go, which therefore must stay as it is.
var (
	goldenBest    = uint64(0x400182f040000000)
	goldenWeights = []float32{0.15587871, -0.32212418, 0.67285097, 0.26843163}
	goldenMoments = []float32{-0.015919298, -0.01128621, 0.0067537427, 0.022308424}
)

// A checkpoint of version 1, written when that was the newest, is read for ever:
// if this fails, reading must change, and not the files.
func TestGoldenCheckpoint(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("testdata/version1")))
	c, err := train.Latest(folder)
	require.NoError(t, err)
	require.Equal(t, 4, c.State.Step)
	require.Equal(t, 8, c.State.Micros)
	require.Equal(t, 4, c.State.BestStep)
	require.Equal(t, math.Float64frombits(goldenBest), c.State.Best, "bit for bit")
	require.JSONEq(t, `{"hidden":8}`, string(c.State.Hyperparameters))

	tr := newTrainer(t, folder)
	tr.Steps = 4 // nothing left to do: the store holds what the file holds
	s, err := tr.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, 4, s.Resumed)
	here, _ := tr.Function.Store().Entry("wte")
	require.Equal(t, goldenWeights, here.Float32s()[:4])
	require.Equal(t, 4, tr.Optimizer.Steps())
	moments := weights.New(0)
	require.NoError(t, tr.Optimizer.Save(moments))
	e, _ := moments.Entry("exp_avg.wte")
	require.Equal(t, goldenMoments, e.Float32s()[:4])

	s, err = newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, steps, s.Step)
	require.Less(t, s.Loss, c.State.Loss, "it goes on to learn")
}
