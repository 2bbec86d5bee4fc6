package ops_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func topk(k, axis int, largest bool) (values, indices gradcheck.Func) {
	values = func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		v, _, err := ops.TopK(xs[0], k, axis, largest)
		return v, err
	}
	indices = func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
		_, i, err := ops.TopK(xs[0], k, axis, largest)
		return i, err
	}
	return values, indices
}

func TestTopK(t *testing.T) {
	x := dense([]float64{1, 5, 2, 5, 4, 4, 0, 4}, 2, 4)
	v, i := topk(3, 1, true)
	require.Equal(t, []float64{5, 5, 2, 4, 4, 4}, evaluate(t, v, x).Float64s())
	require.Equal(t, []int{1, 3, 2, 0, 1, 3}, evaluate(t, i, x).Ints())
	v, i = topk(2, -1, false)
	require.Equal(t, []float64{1, 2, 0, 4}, evaluate(t, v, x).Float64s())
	require.Equal(t, []int{0, 2, 2, 0}, evaluate(t, i, x).Ints())
	v, i = topk(1, 0, true)
	require.Equal(t, []float64{4, 5, 2, 5}, evaluate(t, v, x).Float64s())
	require.Equal(t, []int{1, 0, 0, 0}, evaluate(t, i, x).Ints())
}

// Against sorting, for every k.
func TestTopKIsASort(t *testing.T) {
	x := make([]float64, 60)
	for i := range x {
		x[i] = float64(i * 17 % 13)
	}
	x[7], x[31] = math.NaN(), math.NaN()
	for _, largest := range []bool{true, false} {
		order := make([]int, len(x))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			u, v := x[a], x[b]
			switch {
			case u != u || v != v:
				return map[bool]int{true: 1}[v != v] - map[bool]int{true: 1}[u != u]
			case u == v:
				return 0
			case u > v == largest:
				return -1
			}
			return 1
		})
		for k := 1; k <= len(x); k++ {
			_, i := topk(k, 0, largest)
			require.Equal(t, order[:k], evaluate(t, i, dense(x, 60)).Data(), "largest %v, k %d", largest, k)
			require.Equal(t, order[:k], sameForAnyWorkers(t, i, dense(x, 60, 1)).Int)
		}
	}
}

func TestTopKGradient(t *testing.T) {
	for _, axis := range []int{0, 1, 2} {
		v, _ := topk(2, axis, axis != 1)
		require.NoError(t, gradcheck.Check(v, gradcheck.Random(9, 3, 4, 2)))
	}
	v, _ := topk(2, 0, true)
	g := gradients(t, v, dense([]float32{1, 10}, 2), dense([]float32{2, 7, 7}, 3))
	require.Equal(t, []float32{0, 1, 10}, g[0].Float32s())
}

func TestTopKRefuses(t *testing.T) {
	x := dense(values(1, 6), 2, 3)
	for k, message := range map[int]string{
		0: "topk: x float64 [2, 3]: k is 0, want 1 to 3, the length of axis -1",
		4: "topk: x float64 [2, 3]: k is 4, want 1 to 3, the length of axis -1",
	} {
		v, _ := topk(k, -1, true)
		refuses(t, message, v, x)
	}
}

func ExampleTopK() {
	g := gorgonia.NewGraph()
	logits := gradcheck.Input(g, "logits", dense([]float32{0.5, 2, -1, 3}, 4))
	values, indices, err := ops.TopK(logits, 2, 0, true)
	if err != nil {
		panic(err)
	}
	out, err := gradcheck.Run(values, indices)
	if err != nil {
		panic(err)
	}
	fmt.Println(out[0].Data(), out[1].Data())
	// Output: [3 2] [3 1]
}
