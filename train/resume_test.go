package train_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

func upTo(n int) (steps []int) {
	for i := range n {
		steps = append(steps, i+1)
	}
	return steps
}

func TestRunAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out", "run")
	tr := newTrainer(t, folder)
	var kinds []string
	tr.Observers = []train.Observer{func(e train.Event) {
		kinds = append(kinds, fmt.Sprintf("%v%d", e.Kind, e.Step))
		require.Equal(t, steps, e.Steps)
		require.NoError(t, e.Err)
		if e.Kind == train.Stepped {
			require.Positive(t, e.Loss)
			require.Positive(t, e.Norm)
			require.Positive(t, e.Tokens)
			require.Equal(t, e.Step == 1, e.Rate == 0, "the warmup begins at rate 0")
		}
	}}
	s, err := tr.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"started0", "stepped1", "saved1", "stepped2", "validated2", "saved2", "stepped3"}, kinds[:7])
	require.Equal(t, "ended12", kinds[len(kinds)-1])

	require.Equal(t, steps, s.Step)
	require.Zero(t, s.Resumed)
	require.False(t, s.Early)
	require.Less(t, s.Best, 2.2, "it began at 2.4: the model learns")
	require.Equal(t, filepath.Join(folder, "step-00000012"), s.Saved)

	h, err := train.ReadLog(folder)
	require.NoError(t, err)
	require.Equal(t, upTo(steps), h.Steps)
	require.Equal(t, []int{2, 4, 6, 8, 10, 12}, h.Validated)
	require.Equal(t, s.Loss, h.Losses[steps-1])

	names, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	require.LessOrEqual(t, len(names), 5, "two checkpoints, the best, its link and the log: %v", names)
	best, err := os.Readlink(filepath.Join(folder, "best"))
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("step-%08d", s.BestStep), best)

	// Once more there is nothing to do, and the parameters are there.
	again := newTrainer(t, folder)
	s2, err := again.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, steps, s2.Resumed)
	require.Equal(t, s.Loss, s2.Loss)
	here, _ := again.Function.Store().Entry("wte")
	there, _ := tr.Function.Store().Entry("wte")
	require.Equal(t, there.Float32s(), here.Float32s())
}

// cancelAt runs until an event, and makes sure that the run says how to go on.
func cancelAt(t *testing.T, tr *train.Trainer, at func(train.Event) bool) train.Summary {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tr.Observers = append(tr.Observers, func(e train.Event) {
		if at(e) {
			cancel()
		}
	})
	s, err := tr.Run(ctx)
	require.ErrorIs(t, err, train.ErrInterrupted)
	require.ErrorContains(t, err, fmt.Sprintf(
		"train: interrupted after step %d of %d, saved in %s: run the same once more to go on from there", s.Step, tr.Steps, s.Saved))
	return s
}

// Stopped after any step, with or without checkpoints in between, a run comes to
// the same bits.
func TestResumeEqualsUninterrupted(t *testing.T) {
	for _, every := range []int{0, 1, 5} {
		rarely := func(tr *train.Trainer) { tr.Checkpoints.Every = every }
		want := alone(t, rarely)
		for stop := 1; stop < steps; stop++ {
			folder := t.TempDir()
			tr := newTrainer(t, folder)
			rarely(tr)
			s := cancelAt(t, tr, func(e train.Event) bool { return e.Kind == train.Stepped && e.Step == stop })
			require.Equal(t, stop, s.Step)
			tr = newTrainer(t, folder)
			rarely(tr)
			s, err := tr.Run(t.Context())
			require.NoError(t, err)
			require.Equal(t, stop, s.Resumed)
			same(t, want, result(t, folder), fmt.Sprintf("every %d, stopped after step %d", every, stop))
		}
	}
}

// A validation that is cut short is done again.
func TestResumeInsideValidation(t *testing.T) {
	want := alone(t, nil)
	for _, step := range []int{2, 4, 12} {
		folder := t.TempDir()
		cutValidation(t, newTrainer(t, folder), step)
		_, err := newTrainer(t, folder).Run(t.Context())
		require.NoError(t, err)
		same(t, want, result(t, folder), fmt.Sprintf("stopped while validating step %d", step))
	}
}

// cutValidation runs and cancels inside the validation of a step.
func cutValidation(t *testing.T, tr *train.Trainer, at int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	step := 0
	tr.Observers = append(tr.Observers, func(e train.Event) { step = e.Step })
	batch := tr.Validation.Batch
	tr.Validation.Batch = func(i int) (graph.Values, error) {
		if step == at && i == 0 {
			cancel()
		}
		return batch(i)
	}
	s, err := tr.Run(ctx)
	require.ErrorIs(t, err, train.ErrInterrupted)
	require.Equal(t, at, s.Step)
}

// Early stopping comes at the same step whether or not the run was stopped
// before, at each step in turn.
func TestEarlyStopSurvivesResume(t *testing.T) {
	early := func(tr *train.Trainer) {
		tr.Steps, tr.Patience = 1000, 3
		tr.Validation.Batch = func(i int) (graph.Values, error) { // labels of another rule: it gets worse
			v := blocks(9, i, 0)
			y := v["labels"].Data().([]int)
			for j := range y {
				y[j] = (j*j + i) % vocab
			}
			return v, nil
		}
	}
	want := alone(t, early)
	stopped := 0
	for stop := 1; stop < 40; stop++ {
		folder := t.TempDir()
		tr := newTrainer(t, folder)
		early(tr)
		ctx, cancel := context.WithCancel(t.Context())
		tr.Observers = []train.Observer{func(e train.Event) {
			if e.Kind == train.Stepped && e.Step == stop {
				cancel()
			}
		}}
		s, err := tr.Run(ctx)
		cancel()
		if err == nil {
			require.True(t, s.Early)
			require.Equal(t, 3*tr.Validation.Every, s.Step-s.BestStep)
			break
		}
		stopped++
		tr = newTrainer(t, folder)
		early(tr)
		s, err = tr.Run(t.Context())
		require.NoError(t, err)
		require.True(t, s.Early)
		same(t, want, result(t, folder), fmt.Sprintf("stopped after step %d", stop))
	}
	require.Greater(t, stopped, 5)
}

// A run that was to be short may go on to be longer.
func TestMoreSteps(t *testing.T) {
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	tr.Steps = 6
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	s, err := newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, 6, s.Resumed)
	same(t, alone(t, nil), result(t, folder), "first 6, then 12 steps")
}

func TestInterruptedBeforeTheFirstStep(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newTrainer(t, folder).Run(ctx)
	require.EqualError(t, err, "train: interrupted before the first step")
	_, err = train.Latest(folder)
	require.ErrorIs(t, err, os.ErrNotExist)

	tr := newTrainer(t, "")
	ctx, cancel = context.WithCancel(t.Context())
	tr.Observers = []train.Observer{func(train.Event) { cancel() }}
	_, err = tr.Run(ctx)
	require.EqualError(t, err, "train: interrupted after step 0 of 12; nothing is saved, as no folder was given")
}
