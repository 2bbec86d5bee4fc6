package graph_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// What a checkpoint lacks or has in another shape is listed, all of it.
func TestCompileListsWhatTheCheckpointLacks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "model.safetensors")
	written := weights.New(1)
	g := graph.New(written)
	g.Scope().In("layer").Param("weight", weights.Ones, 4, 3)
	g.Scope().Param("extra", weights.Ones, 2)
	require.NoError(t, written.Save(file))

	store, err := weights.Open(file)
	require.NoError(t, err)
	g = graph.New(store)
	s := g.Scope()
	w := s.In("layer").Param("weight", nil, 4, 8)
	y := s.Input("x", 2, 8).Linear(w, s.In("layer").Param("bias", nil, 4))
	_, err = g.Compile(graph.Options{}, y)
	require.ErrorContains(t, err, "layer.weight")
	require.ErrorContains(t, err, "[4, 3]")
	require.ErrorContains(t, err, "[4, 8]")
	require.ErrorContains(t, err, "layer.bias")
	require.ErrorContains(t, store.Check(), "extra")
}

// An alias is the parameter it stands for: one memory, one gradient.
func TestTiedParameters(t *testing.T) {
	store := weights.New(1)
	require.NoError(t, store.Tie("head.weight", "embedding.weight"))
	g := graph.New(store)
	s := g.Scope()
	in := s.In("embedding").Param("weight", weights.Constant(2), 3)
	out := s.In("head").Param("weight", weights.Constant(2), 3)
	loss := in.Mul(out).Sum()
	g.Minimize(loss, nil)
	m, err := g.Compile(graph.Options{Training: true}, loss)
	require.NoError(t, err)
	require.NoError(t, m.RunAll())
	require.Equal(t, 1, m.Gradients().Len())
	grad, err := m.Gradients().Of("embedding.weight")
	require.NoError(t, err)
	require.Equal(t, []float32{4, 4, 4}, grad.Data(), "w² has the gradient 2w")
	_, err = m.Gradients().Of("other")
	require.ErrorContains(t, err, `"other" is not a parameter that the loss depends on`)
}

func TestThreadsSettingIsChecked(t *testing.T) {
	t.Setenv("GAZE_THREADS", "many")
	g := graph.New(nil)
	_, err := g.Compile(graph.Options{}, g.Scope().Input("x", 1))
	require.EqualError(t, err, `GAZE_THREADS="many": want a whole number from 1 to 1024`)
}

// A run that failed halfway through adding its gradients says so until they are
// zeroed; one that failed before changes nothing.
func TestGradientsOfAFailedRun(t *testing.T) {
	fails := false
	backward := ops.New(ops.Def{
		Name:    "fragile",
		Infer:   func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() { return func() { copy(c.Out.F32, c.In[0].F32) } },
		Backward: func(c *ops.Call) func() {
			return func() {
				if fails {
					panic("lost")
				}
				copy(c.Grad[0].F32, c.Dy.F32)
			}
		},
	})
	g := graph.New(weights.New(1))
	s := g.Scope()
	a, b := s.Param("a", weights.Ones, 2), s.Param("b", weights.Ones, 2)
	loss := g.Call(backward, a.Exp()).Mul(b.Square()).Sum()
	g.Minimize(loss, nil)
	m, err := g.Compile(graph.Options{Training: true, Accumulate: true}, loss)
	require.NoError(t, err)
	require.NoError(t, m.RunAll())
	want := copyOf(m.Gradients())

	fails = true
	require.ErrorContains(t, m.RunAll(), "fragile gradient [2]: lost")
	fails = false
	require.EqualError(t, m.RunAll(), "gradients: they hold part of a run that failed: Zero them first", "b's was added before a's failed")
	m.Gradients().Zero()
	require.NoError(t, m.RunAll())
	require.Equal(t, want, copyOf(m.Gradients()))
	require.EqualValues(t, 1, m.Gradients().Weight())
}
