package train_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// trained is a folder with checkpoints of the steps 3 and 4.
func trained(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	tr.Steps, tr.Validation = 4, nil
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	return folder
}

func edit(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, f(content), 0o600))
}

func truncated(b []byte) []byte { return b[:len(b)/2] }
func flipped(b []byte) []byte   { b[len(b)-3] ^= 1; return b }

func replaced(old, by string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(by), 1) }
}

// A damaged checkpoint is an error that names the file and the way on, which
// works: no other checkpoint is taken in silence.
func TestDamagedCheckpoint(t *testing.T) {
	for _, c := range []struct {
		file string
		edit func([]byte) []byte
		want string
	}{
		{"model.safetensors", truncated, "it has 1028 bytes, crc32c "},
		{"model.safetensors", flipped, ": want 2056 bytes, crc32c "},
		{"optimizer.safetensors", truncated, "it has 2400 bytes, crc32c "},
		{"states.safetensors", flipped, "it has 136 bytes, crc32c "},
		{"state.json", truncated, "it is not JSON as this program writes it: unexpected end of JSON input"},
		{"state.json", replaced(`"version": 1`, `"version": 2`), "its version is 2: this program reads up to 1; use the newer one that wrote it"},
		{"state.json", replaced(`gaze checkpoint`, `other`), `its format is "other": want "gaze checkpoint"`},
		{"state.json", replaced(`"step": 4`, `"step": 3`), "it has 8 micro_batches: want 3 steps times 2"},
		{"state.json", replaced(`"updates": 4`, `"updates": -1`), "its updates is not possible at step 4"},
		{"state.json", replaced(`"model.safetensors"`, `"../model"`), "it has no sum of model.safetensors"},
		{"state.json", replaced(`"states.safetensors"`, `"../states"`), `it has a file "../states": want names without folders`},
	} {
		folder := trained(t)
		at := filepath.Join(folder, "step-00000004")
		edit(t, filepath.Join(at, c.file), c.edit)
		tr := newTrainer(t, folder)
		_, err := tr.Run(t.Context())
		require.ErrorContains(t, err, "train: "+filepath.Join(at, c.file)+": ")
		require.ErrorContains(t, err, c.want)
		require.ErrorContains(t, err, ": the checkpoint cannot be used; remove the folder "+at+" to go on from step 3")

		require.NoError(t, os.RemoveAll(at))
		s, err := newTrainer(t, folder).Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 3, s.Resumed)
	}
}

func TestCheckpointWithoutAFile(t *testing.T) {
	for _, file := range []string{"model.safetensors", "optimizer.safetensors", "state.json"} {
		folder := trained(t)
		require.NoError(t, os.Remove(filepath.Join(folder, "step-00000004", file)))
		_, err := newTrainer(t, folder).Run(t.Context())
		require.ErrorContains(t, err, filepath.Join("step-00000004", file)+": no such file or directory: the checkpoint cannot be used")
	}
	folder := trained(t)
	require.NoError(t, os.RemoveAll(filepath.Join(folder, "step-00000003")))
	require.NoError(t, os.Remove(filepath.Join(folder, "step-00000004", "state.json")))
	_, err := train.Latest(folder)
	require.ErrorContains(t, err, "to begin anew")
	require.NoError(t, os.Rename(filepath.Join(trained(t), "step-00000003"), filepath.Join(folder, "step-00000005")))
	_, err = train.Latest(folder)
	require.ErrorContains(t, err, "it is of step 3, its folder says otherwise")
}

// A checkpoint of something else is refused with what is different.
func TestOtherCheckpoint(t *testing.T) {
	for want, change := range map[string]func(*train.Trainer){
		"it was begun with 2 micro-batches a step, this is 1: go on with what it was begun with, or give another folder": func(tr *train.Trainer) {
			tr.Accumulate = 0
		},
		"it was begun with seed 5, this is 6: go on with what it was begun with, or give another folder": func(tr *train.Trainer) {
			tr.Checkpoints.Seed = 6
		},
		"its first batch was another: the text, the sizes of a batch, or their seed are not the same: go on": func(tr *train.Trainer) {
			tr.Source = func(step, micro int) (graph.Values, error) { return blocks(70, step, micro), nil }
		},
		`model.safetensors: it is of another model: it has no "b"; it has no "w"; it has "head.weight"; and 6 more: give the hyperparameters that it was begun with, or another folder`: func(tr *train.Trainer) {
			other(t, tr, 3)
		},
		`optimizer.safetensors: load optimizer: "exp_avg.head.weight" is none of this chain's: want one of [step momentum_buffer]`: func(tr *train.Trainer) {
			o := optimizers.NewSGD(0.1)
			o.Momentum = 0.9
			tr.Optimizer = o
		},
	} {
		folder := trained(t)
		tr := newTrainer(t, folder)
		change(tr)
		_, err := tr.Run(t.Context())
		require.ErrorContains(t, err, "train: "+filepath.Join(folder, "step-00000004"))
		require.ErrorContains(t, err, want)
	}

	folder := t.TempDir()
	tr := newTrainer(t, folder)
	other(t, tr, 3)
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	tr = newTrainer(t, folder)
	other(t, tr, 4)
	_, err = tr.Run(t.Context())
	require.ErrorContains(t, err, `it is of another model: "b" is [3] there and [4] here; "w" is [3] there and [4] here: give`)
}

// other trains a model of another kind and size.
func other(t *testing.T, tr *train.Trainer, n int) {
	t.Helper()
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true, Accumulate: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		ids := in.Get("ids").Cast(s.Number(0).Dtype())
		loss := s.Param("w", weights.Ones, n).Add(s.Param("b", nil, n)).Sum().Mul(ids.Mean())
		s.Graph().Minimize(loss, nil)
		return graph.Outputs{"loss": loss}
	})
	require.NoError(t, err)
	tr.Function, tr.Validation, tr.Optimizer = f, nil, optimizers.NewAdamW(0.01)
}
