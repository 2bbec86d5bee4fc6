package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// A step makes nothing of the positions that are kept, however many there is room for.
func TestLatentStepMakesNothingAnew(t *testing.T) {
	of := func(longest int) int {
		return made(t, func(s *graph.Scope) *graph.Node {
			sizes := attention.LatentSizes{Hidden: hidden, Heads: heads, D: 4, Latent: 6, Turned: 2, Longest: 4096}
			a := attention.NewLatent(s, sizes)
			a.Remember(s.In("cache"), s.Ints("at", 2), longest)
			return a.Forward(s.Input("x", 2, 1, hidden), nil)
		})
	}
	require.Equal(t, of(16), of(4096))
	require.Less(t, of(16), 1000)
}

func TestLatentWithABias(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	a := attention.NewLatent(s, attention.LatentSizes{Hidden: 8, Heads: 2, D: 4, Latent: 6, Turned: 2, Longest: 9})
	a.Value = layers.NewLinear(s.In("other"), 6, 8)
	a.Remember(s.In("cache"), s.Ints("at", 1), 9)
	a.Forward(s.Input("x", 1, 1, 8), nil)
	require.ErrorContains(t, g.Err(), "latent with a cache: key or value has a bias: want none")
}
