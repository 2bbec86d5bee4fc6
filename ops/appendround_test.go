package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func appendingRound(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.AppendRound(xs[0], xs[1], xs[2], axis) }
}

// Position p stands in slot p mod n, the last of those that meet there, and nothing
// else is written.
func TestAppendRound(t *testing.T) {
	for _, c := range []struct {
		name         string
		axis         int
		state, x, by []int // shapes of state, x and at
		at           []int
	}{
		{"as Append", 2, []int{2, 3, 5, 2}, []int{2, 3, 1, 2}, []int{}, []int{4}},
		{"round and round", 2, []int{3, 2, 5, 2}, []int{3, 2, 1, 2}, []int{3}, []int{5, 103, 1}},
		{"in two pieces", 1, []int{2, 5, 3}, []int{2, 4, 3}, []int{2}, []int{3, 9}},
		{"all of it, from within", 1, []int{2, 4}, []int{2, 4}, []int{}, []int{6}},
		{"more than it holds", -1, []int{3, 4}, []int{3, 11}, []int{3}, []int{0, 7, 9}},
		{"rows", 0, []int{5, 3}, []int{7, 3}, []int{}, []int{3}},
		{"one slot", 1, []int{2, 1, 2}, []int{2, 3, 2}, []int{}, []int{8}},
		{"cut among workers", 2, []int{8, 64, 3, 50}, []int{8, 64, 2, 50}, []int{8}, []int{0, 1, 2, 3, 4, 5, 6, 7}},
	} {
		t.Run(c.name, func(t *testing.T) {
			axis := at(c.axis, len(c.state))
			for _, dtype := range everyDtype {
				state := convert(count(elementsIn(c.state)), dtype, c.state...)
				x := convert(count(elementsIn(c.x)), dtype, c.x...)
				where := ints(c.at, c.by...)
				want, before, from := plain(t, state), plain(t, state), plain(t, x)
				each(c.x, func(i []int) {
					j := append([]int{}, i...)
					j[axis] = (j[axis] + c.at[i[0]%len(c.at)]) % c.state[axis]
					want[flat(j, c.state)] = from[flat(i, c.x)]
				})
				require.Equal(t, want, plain(t, evaluate(t, appendingRound(c.axis), state, x, where)))
				require.Equal(t, before, plain(t, state), "outside our machine the state is not touched")
				require.NoError(t, updates(t, appendingRound(c.axis), arrayOf(t, state), arrayOf(t, x), arrayOf(t, where))())
				require.Equal(t, want, plain(t, state), "in our machine it is changed in place")
			}
		})
	}
}

// x may be a view of the state it is written into.
func TestAppendRoundOfItself(t *testing.T) {
	state := []float64{0, 1, 2, 3, 4, 5}
	whole := arrayOf(t, dense(state, 1, 6))
	own := whole.Slice(0, 4, ops.Type{Dtype: tensor.Float64, Shape: []int{1, 4}})
	require.NoError(t, updates(t, appendingRound(1), whole, own, arrayOf(t, ints([]int{10}, 1)))())
	require.Equal(t, []float64{2, 3, 2, 3, 0, 1}, state)
}

func TestAppendRoundRefuses(t *testing.T) {
	state, x := gradcheck.Random(1, 2, 4, 3), gradcheck.Random(2, 2, 1, 3)
	what := "append round: state float64 [2, 4, 3] · x float64 [2, 1, 3] · at "
	refuses(t, what+"float64 [2, 1, 3]: at of float64: want int", appendingRound(1), state, x, x)
	refuses(t, what+"int []: x: want the state's dtype, and its shape but for axis 2", appendingRound(2), state, x, ints(nil))
	refuses(t, what+"int []: axis 3: want -3 to 2", appendingRound(3), state, x, ints(nil))
	refuses(t, what+"int [3]: at: want a scalar, or one for each entry of axis 0 if x is appended along another", appendingRound(1), state, x, ints(nil, 3))
	before := plain(t, state)
	err := updates(t, appendingRound(1), arrayOf(t, state), arrayOf(t, x), arrayOf(t, ints([]int{7, -1}, 2)))()
	require.EqualError(t, err, "append round at[1] -1: want 0 or more")
	require.Equal(t, before, plain(t, state))
	xs := inputs([]*tensor.Dense{state, x, ints([]int{2})})
	y, err := appendingRound(1)(xs...)
	require.NoError(t, err)
	grads, err := ops.Backprop(y, xs[0], xs[0], xs[1])
	require.NoError(t, err)
	require.Equal(t, gorgonia.Nodes{nil, nil}, grads, "there is no gradient")
}
