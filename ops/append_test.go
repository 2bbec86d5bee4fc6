package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

func appending(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Append(xs[0], xs[1], xs[2], axis) }
}

func reordering(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Reorder(xs[0], xs[1]) }

// updates binds f to arrays whose first is changed in place, as our machine
// does, and returns what runs it.
func updates(t testing.TB, f gradcheck.Func, in ...ops.Array) func() error {
	t.Helper()
	var tensors []*tensor.Dense
	for _, a := range in {
		tensors = append(tensors, a.Dense())
	}
	y, err := f(inputs(tensors)...)
	require.NoError(t, err)
	plan := ops.PlanOf(y.Op())
	require.True(t, plan.Updates)
	env := &ops.Env{Team: kernel.NewTeam(2)}
	run := plan.Bind(ops.Memory{In: in, Results: in[:1], Env: env})
	return func() error {
		run()
		return env.Failure()
	}
}

func arrayOf(t testing.TB, d *tensor.Dense) ops.Array {
	t.Helper()
	a, err := ops.ArrayOf(d)
	require.NoError(t, err)
	return a
}

var appends = []struct {
	name         string
	axis         int
	state, x, by []int // shapes of state, x and at
	at           []int
}{
	{"rows", 0, []int{5, 3}, []int{2, 3}, []int{}, []int{3}},
	{"a cache of keys", 2, []int{2, 3, 5, 2}, []int{2, 3, 1, 2}, []int{}, []int{4}},
	{"a position for each entry", 2, []int{3, 2, 5, 2}, []int{3, 2, 2, 2}, []int{3}, []int{0, 3, 1}},
	{"all of it", 1, []int{2, 4}, []int{2, 4}, []int{}, []int{0}},
	{"columns", -1, []int{3, 6}, []int{3, 1}, []int{3}, []int{5, 0, 2}},
}

func TestAppend(t *testing.T) {
	for _, c := range appends {
		t.Run(c.name, func(t *testing.T) {
			axis := at(c.axis, len(c.state))
			for _, dtype := range everyDtype {
				state := convert(count(elementsIn(c.state)), dtype, c.state...)
				x := convert(count(elementsIn(c.x)), dtype, c.x...)
				where := ints(c.at, c.by...)
				want, before := plain(t, state), plain(t, state)
				each(c.x, func(i []int) {
					j := append([]int{}, i...)
					j[axis] += c.at[i[0]%len(c.at)]
					want[flat(j, c.state)] = plain(t, x)[flat(i, c.x)]
				})
				require.Equal(t, want, plain(t, evaluate(t, appending(c.axis), state, x, where)))
				require.Equal(t, before, plain(t, state), "outside our machine the state is not touched")
				require.NoError(t, updates(t, appending(c.axis), arrayOf(t, state), arrayOf(t, x), arrayOf(t, where))())
				require.Equal(t, want, plain(t, state), "in our machine it is changed in place")
			}
		})
	}
}

// A state grows position by position, at places that are known when running.
func TestAppendStepByStep(t *testing.T) {
	state, x, where := make([]float32, 6), make([]float32, 1), []int{0}
	run := updates(t, appending(0), arrayOf(t, dense(state, 6)), arrayOf(t, dense(x, 1)), arrayOf(t, dense(where, 1)).Slice(0, 1, ops.Type{Dtype: tensor.Int}))
	for i := range 6 {
		x[0], where[0] = float32(i+1), i
		require.NoError(t, run())
	}
	require.Equal(t, []float32{1, 2, 3, 4, 5, 6}, state)
	where[0] = 6
	require.EqualError(t, run(), "append at 6 of 1 positions: state holds 6")
	require.Equal(t, []float32{1, 2, 3, 4, 5, 6}, state)
}

// What does not fit leaves the state as it was.
func TestAppendOutside(t *testing.T) {
	state := convert(count(2*512), tensor.Float32, 2, 512)
	x := convert(count(2*4), tensor.Float32, 2, 4)
	before := plain(t, state)
	for message, where := range map[string]*tensor.Dense{
		"append at 510 of 4 positions: state holds 512":    ints([]int{510}),
		"append at -1 of 4 positions: state holds 512":     ints([]int{-1}),
		"append at[1] 509 of 4 positions: state holds 512": ints([]int{0, 509}, 2),
	} {
		fails(t, message, appending(1), state, x, where)
		require.EqualError(t, updates(t, appending(1), arrayOf(t, state), arrayOf(t, x), arrayOf(t, where))(), message)
		require.Equal(t, before, plain(t, state))
	}
}

// x may be a view of the state it is written into.
func TestAppendOfItself(t *testing.T) {
	state := []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	whole := arrayOf(t, dense(state, 2, 6))
	own := whole.Slice(0, 4, ops.Type{Dtype: tensor.Float64, Shape: []int{2, 2}}) // 0 1, 2 3
	require.NoError(t, updates(t, appending(1), whole, own, arrayOf(t, ints([]int{2}, 1)).Slice(0, 1, ops.Type{Dtype: tensor.Int}))())
	require.Equal(t, []float64{0, 1, 0, 1, 4, 5, 6, 7, 2, 3, 10, 11}, state)
}

func TestAppendHasNoGradient(t *testing.T) {
	xs := inputs([]*tensor.Dense{gradcheck.Random(1, 4), gradcheck.Random(2, 1), ints([]int{2})})
	y, err := appending(0)(xs...)
	require.NoError(t, err)
	grads, err := ops.Backprop(y, xs[0], xs[0], xs[1])
	require.NoError(t, err)
	require.Equal(t, gorgonia.Nodes{nil, nil}, grads)
}

func TestAppendRefuses(t *testing.T) {
	state, x := gradcheck.Random(1, 2, 4, 3), gradcheck.Random(2, 2, 1, 3)
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [2, 1, 3] · at float64 [2, 1, 3]: at of float64: want int", appending(1), state, x, x)
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [2, 1, 3] · at int []: x: want the state's dtype, and its shape but for axis 2", appending(2), state, x, ints(nil))
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [2, 1, 3] · at int []: axis 3: want -3 to 2", appending(3), state, x, ints(nil))
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [2, 5, 3] · at int []: 5 positions: state holds 4", appending(1), state, gradcheck.Random(1, 2, 5, 3), ints(nil))
	scalar := "at: want a scalar, or one for each entry of axis 0 if x is appended along another"
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [2, 1, 3] · at int [3]: "+scalar, appending(1), state, x, ints(nil, 3))
	refuses(t, "append: state float64 [2, 4, 3] · x float64 [1, 4, 3] · at int [2]: "+scalar, appending(0), state, gradcheck.Random(1, 1, 4, 3), ints(nil, 2))
}

func TestReorder(t *testing.T) {
	shape := []int{4, 3, 50}
	for _, rows := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 1, 0, 0}, {2, 2, 2, 2}} {
		for _, dtype := range everyDtype {
			state := convert(count(elementsIn(shape)), dtype, shape...)
			before := plain(t, state)
			var want []float64
			for _, r := range rows {
				want = append(want, before[r*150:(r+1)*150]...)
			}
			require.Equal(t, want, plain(t, evaluate(t, reordering, state, ints(rows, 4))))
			require.Equal(t, before, plain(t, state))
			require.NoError(t, updates(t, reordering, arrayOf(t, state), arrayOf(t, ints(rows, 4)))())
			require.Equal(t, want, plain(t, state))
		}
	}
}

// Rows long enough to be cut among workers.
func TestReorderLarge(t *testing.T) {
	const n = 30000
	state := convert(count(3*n), tensor.Float32, 3, n)
	before := plain(t, state)
	require.NoError(t, updates(t, reordering, arrayOf(t, state), arrayOf(t, ints([]int{2, 0, 0}, 3)))())
	require.Equal(t, append(append(before[2*n:3*n:3*n], before[:n]...), before[:n]...), plain(t, state))
}

func TestReorderRefuses(t *testing.T) {
	state := convert(count(6), tensor.Float32, 3, 2)
	refuses(t, "reorder: state [3, 2] · rows int [2]: rows: want [3], one for each entry of axis 0", reordering, state, ints(nil, 2))
	refuses(t, "reorder: state [3, 2] · rows [3, 2]: rows of float32: want int", reordering, state, state)
	refuses(t, "reorder: state [] · rows int [1]: state: want at least one axis", reordering, convert(nil, tensor.Float32), ints(nil, 1))
	before := plain(t, state)
	err := updates(t, reordering, arrayOf(t, state), arrayOf(t, ints([]int{0, 1, 3}, 3)))()
	require.EqualError(t, err, "rows[2] is 3: want 0 to 2")
	require.Equal(t, before, plain(t, state))
	fails(t, "rows[1] is -1: want 0 to 2", reordering, state, ints([]int{0, -1, 1}, 3))
}

func reorderingBetween(axis int) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.ReorderBetween(xs[0], xs[1], xs[2], xs[3], axis)
	}
}

// Positions start to stop of each entry are those of another, of all entries as they
// were; and nothing else is written: of other rows, or of what stands before and after.
func TestReorderBetween(t *testing.T) {
	for _, c := range []struct{ shape, rows, start, stop []int }{
		{[]int{4, 3, 5, 2}, []int{0, 1, 2, 3}, []int{0, 0, 0, 0}, []int{5, 5, 5, 5}},
		{[]int{4, 3, 5, 2}, []int{3, 2, 1, 0}, []int{0, 1, 2, 3}, []int{5, 4, 4, 3}},
		{[]int{4, 3, 5, 2}, []int{1, 1, 0, 0}, []int{2, 0, 0, 4}, []int{3, 5, 5, 1}}, // the last has nothing
		{[]int{3, 2, 4, 1}, []int{1, 2, 0}, []int{0, 2, 1}, []int{2, 4, 3}},          // round and round
		{[]int{3, 64, 300, 2}, []int{2, 2, 1}, []int{7, 0, 100}, []int{290, 1, 300}}, // cut among workers
	} {
		for _, dtype := range everyDtype {
			n, blocks, length, inner := c.shape[0], c.shape[1], c.shape[2], c.shape[3]
			state := convert(count(elementsIn(c.shape)), dtype, c.shape...)
			before := plain(t, state)
			want := append([]float64{}, before...)
			for i, r := range c.rows {
				for b := range blocks {
					for p := c.start[i]; p < c.stop[i]; p++ {
						to, from := ((i*blocks+b)*length+p)*inner, ((r*blocks+b)*length+p)*inner
						copy(want[to:to+inner], before[from:from+inner])
					}
				}
			}
			in := []*tensor.Dense{state, ints(c.rows, n), ints(c.start, n), ints(c.stop, n)}
			require.Equal(t, want, plain(t, evaluate(t, reorderingBetween(2), in...)))
			require.Equal(t, before, plain(t, state))
			require.NoError(t, updates(t, reorderingBetween(-2), arrayOf(t, in[0]), arrayOf(t, in[1]), arrayOf(t, in[2]), arrayOf(t, in[3]))())
			require.Equal(t, want, plain(t, state))
		}
	}
}

func TestReorderBetweenRefuses(t *testing.T) {
	state, two := convert(count(12), tensor.Float32, 2, 3, 2), ints(nil, 2)
	what := "reorder between: state [2, 3, 2] · rows int [2] · start int [2] · stop int "
	refuses(t, what+"[3]: stop: want [2], one for each entry of axis 0", reorderingBetween(1), state, two, two, ints(nil, 3))
	refuses(t, what+"[2]: axis 0 is that of the entries: want another", reorderingBetween(0), state, two, two, two)
	refuses(t, what+"[2]: axis 3: want -3 to 2", reorderingBetween(3), state, two, two, two)
	refuses(t, "reorder between: state [2, 3, 2] · rows int [2] · start [2, 3, 2] · stop int [2]: start of float32: want int", reorderingBetween(1), state, two, state, two)
	before := plain(t, state)
	for want, in := range map[string][3][]int{
		"rows[0] is 2: want 0 to 1":   {{2, 0}, {0, 0}, {3, 3}},
		"start[1] is -1: want 0 to 3": {{1, 0}, {0, -1}, {3, 3}},
		"stop[0] is 4: want 0 to 3":   {{1, 0}, {0, 0}, {4, 3}},
	} {
		err := updates(t, reorderingBetween(1), arrayOf(t, state), arrayOf(t, ints(in[0], 2)), arrayOf(t, ints(in[1], 2)), arrayOf(t, ints(in[2], 2)))()
		require.EqualError(t, err, want)
		require.Equal(t, before, plain(t, state))
	}
}

// A step of four beams of GPT-2's keys, 500 of 1,024 positions filled, two of which go
// on from another: as a whole, what is filled, and what they have not in common.
func BenchmarkReorder(b *testing.B) {
	state, rows := convert(nil, tensor.Float32, 4, 12, 1024, 64), ints([]int{0, 1, 0, 2}, 4)
	for name, in := range map[string][]*tensor.Dense{
		"whole":  {state, rows},
		"filled": {state, rows, ints(nil, 4), ints([]int{500, 500, 500, 500}, 4)},
		"forked": {state, rows, ints([]int{495, 495, 495, 495}, 4), ints([]int{500, 500, 500, 500}, 4)},
	} {
		f := gradcheck.Func(reordering)
		if len(in) > 2 {
			f = reorderingBetween(2)
		}
		var arrays []ops.Array
		for _, d := range in {
			arrays = append(arrays, arrayOf(b, d))
		}
		run := updates(b, f, arrays...)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, run())
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	state, x := convert(nil, tensor.Float32, 8, 12, 512, 64), convert(nil, tensor.Float32, 8, 12, 1, 64)
	run := updates(b, appending(2), arrayOf(b, state), arrayOf(b, x), arrayOf(b, ints([]int{100})))
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, run())
	}
}
