package gradcheck_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// scaled is z = x·y with gradients dx = dz·y·wrong and dy = dz·x.
func scaled(wrong float64) gradcheck.Func {
	return ops.New(ops.Def{
		Name:  "scaled",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() {
			x, y, z := c.In[0].F64, c.In[1].F64, c.Out.F64
			return func() {
				for i := range z {
					z[i] = x[i] * y[i]
				}
			}
		},
		Backward: func(c *ops.Call) func() {
			x, y, dz := c.In[0].F64, c.In[1].F64, c.Dy.F64
			dx, dy := c.Grad[0].F64, c.Grad[1].F64
			return func() {
				for i := range dz {
					dx[i] = dz[i] * y[i]
					dy[i] = dz[i] * x[i]
				}
				dx[len(dx)-1] *= wrong
			}
		},
	}).Apply
}

// cube is y = x³ of every element.
var cube = ops.New(ops.Def{
	Name:  "cube",
	Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
	Forward: func(c *ops.Call) func() {
		return func() {
			for i, x := range c.In[0].F64 {
				c.Out.F64[i] = x * x * x
			}
		}
	},
	Backward: func(c *ops.Call) func() {
		return func() {
			for i, x := range c.In[0].F64 {
				c.Grad[0].F64[i] = c.Dy.F64[i] * 3 * x * x
			}
		}
	},
}).Apply

func TestRightGradientPasses(t *testing.T) {
	x, y := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 2, 3)
	require.NoError(t, gradcheck.Check(scaled(1), x, y))
	require.Equal(t, gradcheck.Random(1, 2, 3).Data(), x.Data(), "inputs are left alone")
	require.NoError(t, gradcheck.Check(cube, gradcheck.Random(3, 4)))
	require.NoError(t, gradcheck.Check(cube, gradcheck.Floats([]float64{1e4, 1e-4}, 2)))
}

func TestWrongGradientIsFound(t *testing.T) {
	x, y := gradcheck.Random(1, 2, 3), gradcheck.Random(2, 2, 3)
	err := gradcheck.Check(scaled(1.0001), x, y)
	require.ErrorContains(t, err, "gradcheck: input 0 float64 [2, 3] at [1, 2]: gradient ")
	require.ErrorContains(t, err, ", central difference ")
	require.Error(t, gradcheck.Check(scaled(math.NaN()), x, y))
	require.NoError(t, gradcheck.Check(scaled(1+1e-9), x, y))
}

func TestRepeatedAndUnusedInputs(t *testing.T) {
	square := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return scaled(1)(xs[0], xs[0]) }
	require.NoError(t, gradcheck.Check(square, gradcheck.Random(1, 3), gradcheck.Random(2, 2)))
	itself := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return xs[0], nil }
	require.NoError(t, gradcheck.Check(itself, gradcheck.Random(1, 3)))
}

func TestScalars(t *testing.T) {
	require.NoError(t, gradcheck.Check(cube, gradcheck.Floats([]float64{1.5})))
	err := gradcheck.Check(scaled(2), gradcheck.Floats([]float64{1.5}), gradcheck.Floats([]float64{-2}))
	require.ErrorContains(t, err, "input 0 float64 [] at []: gradient ")
}

// TestIntegersAndBooleansArePassedOn picks x's elements by an index, where a
// condition holds.
func TestIntegersAndBooleansArePassedOn(t *testing.T) {
	pick := ops.New(ops.Def{
		Name:  "pick",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0].With(in[1].Shape...), nil },
		Wrt:   []int{0},
		Forward: func(c *ops.Call) func() {
			return func() {
				for i, id := range c.In[1].Int {
					c.Out.F64[i] = 0
					if c.In[2].Bool[i] {
						c.Out.F64[i] = c.In[0].F64[id]
					}
				}
			}
		},
		Backward: func(c *ops.Call) func() {
			return func() {
				clear(c.Grad[0].F64)
				for i, id := range c.In[1].Int {
					if c.In[2].Bool[i] {
						c.Grad[0].F64[id] += c.Dy.F64[i]
					}
				}
			}
		},
	}).Apply
	ids, mask := gradcheck.Ints([]int{2, 0, 2, 1}, 4), gradcheck.Bools([]bool{true, true, true, false}, 4)
	require.NoError(t, gradcheck.Check(pick, gradcheck.Random(1, 3), ids, mask))
}

func TestWhatCannotBeChecked(t *testing.T) {
	f32 := tensor.New(tensor.WithShape(2), tensor.WithBacking([]float32{1, 2}))
	require.ErrorContains(t, gradcheck.Check(cube, f32), "input 0 is [2]: differences need float64")
	require.ErrorContains(t, gradcheck.Check(cube, gradcheck.Ints([]int{1}, 1)), "nothing to differentiate")
	failing := ops.New(ops.Def{
		Name:  "failing",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() {
			return func() { c.Fail(errTest) }
		},
	}).Apply
	require.ErrorContains(t, gradcheck.Check(failing, gradcheck.Random(1, 2)), "out of luck")
}

type testError struct{}

func (testError) Error() string { return "out of luck" }

var errTest = testError{}

func TestRunKeepsEveryValue(t *testing.T) {
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2}, 2))
	n := gradcheck.Input(g, "n", gradcheck.Ints([]int{7}))
	b := gradcheck.Input(g, "b", gradcheck.Bools([]bool{true}))
	y, err := cube(x)
	require.NoError(t, err)
	z, err := cube(y)
	require.NoError(t, err)
	w, err := cube(z)
	require.NoError(t, err)
	values, err := gradcheck.Run(w, x, y, z, n, b)
	require.NoError(t, err)
	require.Equal(t, []float64{1, 134217728}, values[0].Data())
	require.Equal(t, []float64{1, 2}, values[1].Data())
	require.Equal(t, []float64{1, 8}, values[2].Data())
	require.Equal(t, []float64{1, 512}, values[3].Data())
	require.Equal(t, 7, values[4].Data())
	require.Equal(t, true, values[5].Data())
}

func TestValues(t *testing.T) {
	require.Equal(t, gradcheck.Random(5, 4).Data(), gradcheck.Random(5, 4).Data())
	require.NotEqual(t, gradcheck.Random(5, 4).Data(), gradcheck.Random(6, 4).Data())
	for _, x := range gradcheck.Positive(1, 100).Float64s() {
		require.True(t, 0.5 <= x && x < 2)
	}
	require.Equal(t, tensor.Shape{2, 3}, gradcheck.Random(1, 2, 3).Shape())
	require.Equal(t, 0, gradcheck.Random(1).Shape().Dims())
}
