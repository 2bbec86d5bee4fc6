package train_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// halfModel is a file of 16-bit floats: 1 and 2, and something not computed with.
func halfModel(t *testing.T) string {
	t.Helper()
	s := weights.New(0)
	raw := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, 0x3c00), 0x4000)
	require.NoError(t, s.PutBytes("w", weights.F16, raw, 2))
	require.NoError(t, s.PutInt64s("ids", []int64{1, 2, 3}, 3))
	path := filepath.Join(t.TempDir(), "half.safetensors")
	require.NoError(t, s.Save(path))
	return path
}

var renamed = weights.Layout{{File: "published.w", Store: []string{"w"}}}

// tuner trains an opened file.
func tuner(t *testing.T, file, folder string) *train.Trainer {
	t.Helper()
	store, err := weights.Open(file)
	require.NoError(t, err)
	f, err := graph.NewFunction(store, graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss := in.Get("x").Sub(s.Param("w", nil, 2)).Square().Mean()
		s.Graph().Minimize(loss, nil)
		return graph.Outputs{"loss": loss}
	})
	require.NoError(t, err)
	o := optimizers.NewSGD(0.1)
	o.Momentum = 0.9
	return &train.Trainer{
		Function: f, Optimizer: o, Steps: 5,
		Source: func(step, _ int) (graph.Values, error) {
			return graph.Values{"x": vector([]float32{float32(step) / 3, -1})}, nil
		},
		Checkpoints: train.Checkpoints{
			Folder: folder, Layouts: []weights.Layout{renamed},
			Files: map[string][]byte{"config.json": []byte("{}\n")},
		},
	}
}

// Parameters of a file of half precision are saved as they are computed with, so
// that a resume loses nothing; under the published names, with files beside.
func TestHalfPrecisionFile(t *testing.T) {
	file := halfModel(t)
	whole, parts := t.TempDir(), t.TempDir()
	_, err := tuner(t, file, whole).Run(t.Context())
	require.NoError(t, err)
	cancelAt(t, tuner(t, file, parts), func(e train.Event) bool { return e.Step == 2 })
	s, err := tuner(t, file, parts).Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, s.Resumed)
	for _, name := range []string{"model.safetensors", "optimizer.safetensors", "state.json", "config.json"} {
		a, err := os.ReadFile(filepath.Join(whole, "step-00000005", name))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(parts, "step-00000005", name))
		require.NoError(t, err)
		require.Equal(t, a, b, name)
	}
	saved, err := weights.Open(s.Saved)
	require.NoError(t, err)
	require.Equal(t, []string{"ids", "published.w"}, saved.Paths())
	e, _ := saved.Entry("published.w")
	require.Equal(t, weights.F32, e.Dtype())
	require.NoError(t, saved.Close())

	edit(t, filepath.Join(s.Saved, "config.json"), func([]byte) []byte { return []byte("{ }\n") })
	_, err = tuner(t, file, parts).Run(t.Context())
	require.ErrorContains(t, err, "config.json: it has 4 bytes, crc32c")
}
