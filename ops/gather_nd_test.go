package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func scatterND(reduction string) gradcheck.Func {
	return func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.ScatterND(xs[0], xs[1], xs[2], reduction)
	}
}

// tupleCases: the shape of x, of indices, and how many axes they share.
var tupleCases = []struct {
	shape, by []int
	batch     int
}{
	{[]int{3, 4, 5}, []int{6, 2}, 0},
	{[]int{3, 4, 5}, []int{2, 3, 1}, 0},
	{[]int{3, 4}, []int{5, 2}, 0},
	{[]int{3, 4}, []int{2}, 0},
	{[]int{2, 3, 4, 2}, []int{2, 5, 1}, 1},
	{[]int{2, 3, 4, 2}, []int{2, 3, 6, 1}, 2},
	{[]int{2, 3, 4}, []int{2, 2}, 1},
}

// tuples is indices into x, and how to find in x what element i of the result
// names.
func tuplesFor(shape, by []int, batch int) (index *tensor.Dense, from func(i []int) []int) {
	k := by[len(by)-1]
	data := make([]int, elementsIn(by))
	for p := range data {
		n := shape[batch+p%k]
		data[p] = pseudo(p+1, -n, n-1)[p]
	}
	return ints(data, by...), func(i []int) []int {
		where := i[:len(by)-1]
		j := append([]int{}, i[:batch]...)
		for a := range k {
			j = append(j, at(data[flat(where, by[:len(by)-1])*k+a], shape[batch+a]))
		}
		return append(j, i[len(by)-1:]...)
	}
}

func TestGatherND(t *testing.T) {
	for _, c := range tupleCases {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			index, from := tuplesFor(c.shape, c.by, c.batch)
			last := len(c.by) - 1
			to := append(append([]int{}, c.by[:last]...), c.shape[c.batch+c.by[last]:]...)
			gathers(t, indexing(ops.GatherND, c.batch), c.shape, index, to, from)
		})
	}
}

func TestScatterND(t *testing.T) {
	for _, c := range tupleCases[:4] {
		for reduction, join := range foldings {
			t.Run(fmt.Sprint(c, reduction), func(t *testing.T) {
				index, where := tuplesFor(c.shape, c.by, 0)
				last := len(c.by) - 1
				from := append(append([]int{}, c.by[:last]...), c.shape[c.by[last]:]...)
				f := scatterND(reduction)
				for _, dtype := range everyDtype {
					if dtype == tensor.Bool && reduction != "none" || dtype == tensor.Float32 && reduction == "mul" {
						continue // not defined; rounded after each
					}
					x, u := convert(count(elementsIn(c.shape)), dtype, c.shape...), convert(count(elementsIn(from)), dtype, from...)
					want := plain(t, x)
					each(from, func(i []int) {
						to := flat(where(i), c.shape)
						want[to] = join(want[to], plain(t, u)[flat(i, from)])
					})
					require.Equal(t, want, plain(t, evaluate(t, f, x, index, u)), "%v", dtype)
					require.Equal(t, want, direct(t, nil, true, f, x, index, u), "%v", dtype)
				}
				if reduction == "none" || reduction == "add" {
					x, u := gradcheck.Random(1, c.shape...), gradcheck.Random(2, from...)
					require.NoError(t, gradcheck.Check(f, x, index, u))
					steady(t, f, x, index, u)
				}
			})
		}
	}
}

func TestGatherNDRefuses(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	refuses(t, "gather nd: x float64 [2, 3] · indices int [4, 3]: tuples of 3 after 0 batch axes: x has 2 axes", indexing(ops.GatherND, 0), x, ints(nil, 4, 3))
	refuses(t, "gather nd: x float64 [2, 3] · indices int [4, 1]: the first 1 axes differ", indexing(ops.GatherND, 1), x, ints(nil, 4, 1))
	refuses(t, "gather nd: x float64 [2, 3] · indices int [2, 1]: batch axes 2: want 0 to 1, one less than indices have", indexing(ops.GatherND, 2), x, ints(nil, 2, 1))
	refuses(t, "gather nd: x float64 [2, 3] · indices int []: batch axes 0: want 0 to 0, one less than indices have", indexing(ops.GatherND, 0), x, ints(nil))
	refuses(t, "gather nd: x float64 [2, 3] · indices float64 [2, 3]: indices of float64: want int", indexing(ops.GatherND, 0), x, x)
	refuses(t, "scatter nd: x float64 [2, 3] · indices int [4, 1] · updates float64 [2, 3]: updates: want float64 [4, 3]", scatterND("none"), x, ints(nil, 4, 1), x)
	fails(t, "indices[1, 1] is 3: want -3 to 2", indexing(ops.GatherND, 0), x, ints([]int{1, 2, 1, 3}, 2, 2))
	fails(t, "indices[0, 0] is -3: want -2 to 1", scatterND("add"), x, ints([]int{-3}, 1, 1), gradcheck.Random(1, 1, 3))
}
