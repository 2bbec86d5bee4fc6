package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// A plain Gorgonia graph under its own machine, and the same numbers from a
// store: sum((w·x - b)²) of a matrix and a scalar.
func TestSolverEqualsUpdate(t *testing.T) {
	for name := range cases() {
		for _, dt := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
			g := gorgonia.NewGraph()
			w := gorgonia.NewMatrix(g, dt, gorgonia.WithName("w"), gorgonia.WithValue(dense(dt, []int{2, 2}, 1, 2, 3, 4)))
			b := gorgonia.NewScalar(g, dt, gorgonia.WithName("w"), gorgonia.WithValue(scalar(dt, 0.5))) // a name twice
			sum := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(w))))
			loss := gorgonia.Must(gorgonia.Add(sum, gorgonia.Must(gorgonia.Square(b))))
			_, err := gorgonia.Grad(loss, w, b)
			require.NoError(t, err)
			m := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(w, b))

			store := weights.New(0)
			require.NoError(t, declare(store, dt, "w", []int{2, 2}, 1, 2, 3, 4))
			require.NoError(t, declare(store, dt, "w#2", nil, 0.5))
			solver, update := cases()[name], cases()[name]
			for range 5 {
				require.NoError(t, m.RunAll())
				require.NoError(t, solver.Step(gorgonia.NodesToValueGrads(gorgonia.Nodes{w, b})))
				m.Reset()
				grads := &gradients{}
				for path, shape := range map[string][]int{"w": {2, 2}, "w#2": {}} {
					xs := read(t, store, path)
					for i := range xs {
						xs[i] *= 2
					}
					grads.add(path, dense(dt, shape, xs...))
				}
				require.NoError(t, update.Update(store, grads))
			}
			require.NoError(t, m.Close())
			grad, err := w.Grad()
			require.NoError(t, err)
			zero, err := gorgonia.CloneValue(grad)
			require.NoError(t, err)
			require.Equal(t, gorgonia.ZeroValue(zero).Data(), grad.Data(), "gradients are ready for the next run")
			near(t, read(t, store, "w"), numbers(w.Value()), 1e-6, "%s %v", name, dt)
			near(t, read(t, store, "w#2"), numbers(b.Value()), 1e-6, "%s %v", name, dt)
		}
	}
}

func declare(store *weights.Store, dt tensor.Dtype, path string, shape []int, xs ...float64) error {
	if _, err := store.Declare(path, dt, nil, shape...); err != nil {
		return err
	}
	return store.Set(path, dense(dt, shape, xs...))
}

func scalar(dt tensor.Dtype, x float64) any {
	if dt == tensor.Float64 {
		return x
	}
	return float32(x)
}

func numbers(v gorgonia.Value) []float64 {
	switch x := v.Data().(type) {
	case float32:
		return []float64{float64(x)}
	case float64:
		return []float64{x}
	case []float64:
		return x
	}
	var xs []float64
	for _, x := range v.Data().([]float32) {
		xs = append(xs, float64(x))
	}
	return xs
}

// Values that are a store's are written within its Update: their versions rise, so
// that what was derived from them is known to be stale.
func TestStepOnValuesOfAStore(t *testing.T) {
	g := gorgonia.NewGraph()
	node := func(store *weights.Store, path string) *gorgonia.Node {
		require.NoError(t, declare(store, tensor.Float32, path, []int{2}, 1, 2))
		e, _ := store.Entry(path)
		return gorgonia.NewVector(g, tensor.Float32, gorgonia.WithName(path), gorgonia.WithValue(e.Value()))
	}
	store, other := weights.New(0), weights.New(0)
	a, b := node(store, "a"), node(other, "b")
	alone := gorgonia.NewVector(g, tensor.Float32, gorgonia.WithName("c"), gorgonia.WithValue(dense(tensor.Float32, []int{2}, 1, 2)))
	sum := gorgonia.Must(gorgonia.Add(gorgonia.Must(gorgonia.Add(a, b)), alone))
	loss := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(sum))))
	_, err := gorgonia.Grad(loss, a, b, alone)
	require.NoError(t, err)
	m := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(a, b, alone))
	defer m.Close()

	o := optimizers.NewSGD(0.1)
	for range 2 {
		require.NoError(t, m.RunAll())
		before, otherBefore := version(t, store, "a"), version(t, other, "b")
		require.NoError(t, o.Step(gorgonia.NodesToValueGrads(gorgonia.Nodes{a, alone})))
		require.Equal(t, before+1, version(t, store, "a"))
		require.Equal(t, otherBefore, version(t, other, "b"))
		m.Reset()
	}
	require.NotEqual(t, []float64{1, 2}, read(t, store, "a"))
	require.Equal(t, []float64{1, 2}, read(t, other, "b"))

	require.NoError(t, m.RunAll())
	was := read(t, store, "a")
	err = o.Step(gorgonia.NodesToValueGrads(gorgonia.Nodes{a, alone, b}))
	require.EqualError(t, err, `step: "b" is of another store than the values before it: step each store's on their own`)
	require.Equal(t, was, read(t, store, "a"))
}

func version(t testing.TB, store *weights.Store, path string) uint64 {
	e, ok := store.Entry(path)
	require.True(t, ok, path)
	return e.Version()
}
