package gpt_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
)

// Without dropout it is the loss of training, and labels of -100 do not count.
func TestEvaluation(t *testing.T) {
	c := tinyGPT2()
	c.EmbdPdrop, c.AttnPdrop, c.ResidPdrop = 0, 0, 0
	m, err := gpt.New(c, 1)
	require.NoError(t, err)
	training, err := m.Training(graph.Options{})
	require.NoError(t, err)
	evaluation, err := m.Evaluation(graph.Options{Training: true}) // is not listened to
	require.NoError(t, err)

	shape := tensor.WithShape(2, 3)
	in := graph.Values{
		"ids":    tensor.New(shape, tensor.WithBacking([]int{1, 2, 3, 4, 5, 6})),
		"labels": tensor.New(shape, tensor.WithBacking([]int{2, 3, 4, 5, -100, -100})),
	}
	trained, err := training.Run(in)
	require.NoError(t, err)
	evaluated, err := evaluation.Run(in)
	require.NoError(t, err)
	require.InDelta(t, trained["loss"].Data(), evaluated["loss"].Data(), 1e-6)
	require.EqualValues(t, 4, evaluated["weight"].Data())
	require.Nil(t, evaluation.Gradients())
}

// What is saved with a model's layouts beside its config is a model again.
func TestLayouts(t *testing.T) {
	m, err := gpt.New(tinyGPT2(), 1)
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, m.Store.Save(filepath.Join(dir, "model.safetensors"), m.Layouts()...))
	config, err := m.Config.MarshalJSON()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config.json"), config, 0o666))
	again, err := gpt.Load(dir)
	require.NoError(t, err)
	require.Equal(t, m.Store.Paths(), again.Store.Paths())
	require.NoError(t, again.Close())
}
