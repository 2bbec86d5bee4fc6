package train_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

var errFull = errors.New("no space left on device")

// fails makes saves fail at a part of theirs, between two steps.
func fails(tr *train.Trainer, at string, from, to int) (failed *[]int) {
	failed = new([]int)
	step := 0
	tr.Observers = append(tr.Observers, func(e train.Event) {
		if step = e.Step; e.Kind == train.Failed {
			*failed = append(*failed, e.Step)
		}
	})
	tr.Pause(func(point string) error {
		if point == at && from <= step && step < to {
			return errFull
		}
		return nil
	})
	return failed
}

var parts = []string{"model.safetensors", "optimizer.safetensors", "states.safetensors", "state.json", "replaced"}

// Training goes on while saves fail, and the first that succeeds has everything.
func TestSavesFailForAWhile(t *testing.T) {
	want := alone(t, nil)
	for _, at := range parts {
		folder := t.TempDir()
		tr := newTrainer(t, folder)
		failed := fails(tr, at, 5, 8)
		newest := 0
		tr.Observers = append(tr.Observers, func(e train.Event) {
			if e.Kind != train.Failed {
				return
			}
			require.ErrorIs(t, e.Err, errFull)
			require.Equal(t, filepath.Join(folder, "step-0000000"+string(rune('0'+e.Step))), e.Path)
			c, err := train.Latest(folder)
			require.NoError(t, err)
			newest = c.State.Step
			tmp, err := filepath.Glob(filepath.Join(folder, ".step*"))
			require.NoError(t, err)
			if at != "replaced" {
				require.Empty(t, tmp, "the disk has its room back")
			}
		})
		_, err := tr.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, []int{5, 6, 7}, *failed)
		require.Equal(t, 4, newest)
		same(t, want, result(t, folder), at)
	}
}

// If the end cannot be saved either, Run says so, and what was there is whole.
func TestSavesFailUntilTheEnd(t *testing.T) {
	want := alone(t, nil)
	for _, at := range parts {
		folder := t.TempDir()
		tr := newTrainer(t, folder)
		fails(tr, at, 5, steps+1)
		s, err := tr.Run(t.Context())
		require.EqualError(t, err, "train: step 12 of 12 was the last, but it could not be saved: no space left on device; "+
			"once the folder has room, run the same once more to go on from "+filepath.Join(folder, "step-00000004")+", which is whole")
		require.Equal(t, filepath.Join(folder, "step-00000004"), s.Saved)
		s, err = newTrainer(t, folder).Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, s.Resumed)
		same(t, want, result(t, folder), at)
	}
}

func TestInterruptedAndNotSaved(t *testing.T) {
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	tr.Checkpoints.Every = 0
	fails(tr, "model.safetensors", 0, steps)
	ctx, cancel := context.WithCancel(t.Context())
	tr.Observers = append(tr.Observers, func(e train.Event) {
		if e.Kind == train.Stepped {
			cancel()
		}
	})
	_, err := tr.Run(ctx)
	require.ErrorIs(t, err, train.ErrInterrupted)
	require.ErrorIs(t, err, errFull)
	require.EqualError(t, err, "train: interrupted after step 1 of 12, and this could not be saved: no space left on device; "+
		"once the folder has room, run the same once more to go on from the beginning")
}

// What cannot be saved in is refused before the first step.
func TestFolderIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for folder, want := range map[string]string{
		file:                      "train: " + file + " is a file: give a folder to save in",
		filepath.Join(file, "in"): "train: cannot make the folder " + filepath.Join(file, "in") + ": not a directory; give one that can be written to",
	} {
		tr := newTrainer(t, folder)
		tr.Observers = []train.Observer{func(train.Event) { t.Fatal("training has begun") }}
		_, err := tr.Run(t.Context())
		require.EqualError(t, err, want)
	}
}
