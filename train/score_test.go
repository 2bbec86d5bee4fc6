package train_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

// scored makes validations find these losses and scores, one after the other.
func scored(tr *train.Trainer, found ...[2]float64) {
	tr.Validation = &train.Validation{Every: 1, Metric: "F1", Measure: func(context.Context) (loss, score float64, err error) {
		now := found[0]
		found = found[1:]
		return now[0], now[1], nil
	}}
}

// The best has the highest score, and of equal ones the lowest loss; patience goes
// by it.
func TestBestByScore(t *testing.T) {
	tr := newTrainer(t, t.TempDir())
	scored(tr, [2]float64{1, 0.5}, [2]float64{2, 0.75}, [2]float64{0.5, 0.25}, [2]float64{1.5, 0.75}, [2]float64{1.5, 0.75},
		[2]float64{0.25, 0.5})
	tr.Patience = 2
	var said bytes.Buffer
	tr.Observers = append(tr.Observers, train.Lines(&said, 1))
	s, err := tr.Run(t.Context())
	require.NoError(t, err)
	require.True(t, s.Early)
	require.Equal(t, 6, s.Step)
	require.Equal(t, 4, s.BestStep)
	require.Equal(t, 1.5, s.Best)
	require.Equal(t, 0.75, s.BestScore)
	require.Contains(t, said.String(), "validation loss 2.0000  F1 0.7500 (best)\n")
	best, err := train.Best(tr.Checkpoints.Folder)
	require.NoError(t, err)
	require.Equal(t, 4, best.State.Step)
	h, err := train.ReadLog(tr.Checkpoints.Folder)
	require.NoError(t, err)
	require.Equal(t, []float64{0.5, 0.75, 0.25, 0.75, 0.75, 0.5}, h.Scores)
}

func TestMeasureRefuses(t *testing.T) {
	tr := newTrainer(t, "")
	scored(tr, [2]float64{1, math.NaN()})
	_, err := tr.Run(t.Context())
	require.ErrorContains(t, err, "the F1 of validation is NaN")
	tr = newTrainer(t, "")
	scored(tr)
	tr.Validation.Measure = func(context.Context) (float64, float64, error) { return 0, 0, errors.New("no such word") }
	_, err = tr.Run(t.Context())
	require.ErrorContains(t, err, "no such word")
	tr.Validation.Metric = ""
	_, err = tr.Run(t.Context())
	require.ErrorContains(t, err, "want a Metric beside Measure")
}
