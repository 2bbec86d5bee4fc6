package optimizers_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// gradients are what a test gives instead of graph.Gradients.
type gradients struct {
	paths []string
	dense []*tensor.Dense
}

func (g *gradients) Len() int               { return len(g.paths) }
func (g *gradients) Path(i int) string      { return g.paths[i] }
func (g *gradients) At(i int) *tensor.Dense { return g.dense[i] }

func (g *gradients) add(path string, d *tensor.Dense) *gradients {
	g.paths, g.dense = append(g.paths, path), append(g.dense, d)
	return g
}

// dense is a tensor of dt that holds xs.
func dense(dt tensor.Dtype, shape []int, xs ...float64) *tensor.Dense {
	if dt == tensor.Float64 {
		return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(xs)))
	}
	ys := make([]float32, len(xs))
	for i, x := range xs {
		ys[i] = float32(x)
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(ys))
}

// model is a store and one gradient for each of its parameters.
func model(t testing.TB, dt tensor.Dtype, shapes map[string][]int) (*weights.Store, *gradients) {
	store, g := weights.New(7), &gradients{}
	for _, path := range slices.Sorted(maps.Keys(shapes)) {
		_, err := store.Declare(path, dt, weights.Uniform(-2, 2), shapes[path]...)
		require.NoError(t, err)
		n := 1
		for _, d := range shapes[path] {
			n *= d
		}
		g.add(path, dense(dt, shapes[path], make([]float64, n)...))
	}
	return store, g
}

// draw fills the gradients for a step.
func (g *gradients) draw(step uint64) {
	for i, d := range g.dense {
		r := weights.NewRandom(step, g.paths[i])
		if d.Dtype() == tensor.Float64 {
			for j, xs := 0, d.Float64s(); j < len(xs); j++ {
				xs[j] = 4*r.Float64() - 2
			}
			continue
		}
		for j, xs := 0, d.Float32s(); j < len(xs); j++ {
			xs[j] = float32(4*r.Float64() - 2)
		}
	}
}

// all is a copy of every parameter.
func all(t testing.TB, store *weights.Store) map[string][]float64 {
	values := map[string][]float64{}
	for _, path := range store.Paths() {
		values[path] = read(t, store, path)
	}
	return values
}

func read(t testing.TB, store *weights.Store, path string) []float64 {
	e, ok := store.Entry(path)
	require.True(t, ok, path)
	xs := slices.Clone(e.Float64s())
	if ys := e.Float32s(); ys != nil {
		xs = make([]float64, len(ys))
		for i, y := range ys {
			xs[i] = float64(y)
		}
	}
	return xs
}

// same compares bits; require.Equal would take seconds to say that all is well.
func same(t testing.TB, want, got map[string][]float64, message ...any) {
	t.Helper()
	if !maps.EqualFunc(want, got, slices.Equal[[]float64]) {
		require.Equal(t, want, got, message...)
	}
}

// near compares to tolerance, absolute and relative together.
func near(t testing.TB, want, got []float64, tolerance float64, message ...any) {
	t.Helper()
	require.Len(t, got, len(want), message...)
	for i := range want {
		if most := tolerance * (1 + math.Abs(want[i])); !(math.Abs(want[i]-got[i]) <= most) { // as testify is slow
			require.InDelta(t, want[i], got[i], most, message...)
		}
	}
}

var shapes = map[string][]int{
	"a.weight": {300, 130}, // more than two units
	"a.bias":   {130},
	"b.weight": {7, 5},
	"norm.a":   {1},
}

var _ optimizers.Gradients = (*gradients)(nil)
