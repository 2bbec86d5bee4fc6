package transformer_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

// Everything draws in float64, and its gradients are the central differences.
func TestGradientsInFloat64(t *testing.T) {
	store := weights.New(4)
	g := graph.NewFloat64(store)
	s := g.Scope()
	m := transformer.NewEncoder(s, transformer.Config{Layers: 1, Hidden: 8, Heads: 4, KeyValueHeads: 2, PreNorm: true, Causal: true})
	m.Layers[0].Attention.Position = attention.NewRotary(s, 16, 2, 100)
	x := s.Param("x", weights.Normal(1), 2, 5, 8)
	x = attention.NewSinusoidal(s, 16, 8).Forward(x, nil)
	labels := s.Ints("labels", 2, 5)
	loss := losses.CrossEntropy{Smoothing: 0.1, ClassWeights: s.Table([]float64{1, 2, 3, 4, 1, 1, 1, 1}, 8)}
	y := loss.Forward(m.Forward(x, nil), labels)
	g.Minimize(y, loss.Weight(labels))
	c, err := g.Compile(graph.Options{Training: true}, y)
	require.NoError(t, err)
	require.NoError(t, c.Let(labels, tensor.New(tensor.WithShape(2, 5), tensor.WithBacking([]int{1, 2, 3, -100, 4, 5, 6, 7, 0, 0}))))
	value := func() float64 {
		require.NoError(t, c.RunAll())
		v, err := c.Float(y)
		require.NoError(t, err)
		return v
	}
	value()
	c.Gradients().Mean()
	want := map[string][]float64{}
	for i := range c.Gradients().Len() {
		want[c.Gradients().Path(i)] = append([]float64{}, c.Gradients().At(i).Float64s()...)
	}
	require.Len(t, want, len(g.Params()))
	const h = 1e-5
	for path, grad := range want {
		e, _ := store.Entry(path)
		for i := range min(len(grad), 8) {
			was := e.Float64s()[i]
			e.Float64s()[i] = was + h
			up := value()
			e.Float64s()[i] = was - h
			down := value()
			e.Float64s()[i] = was
			require.InDelta(t, (up-down)/(2*h), grad[i], 1e-8, "%s[%d]", path, i)
		}
	}
}
