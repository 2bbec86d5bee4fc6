package ops_test

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// show runs the graph of y and prints its value.
func show(y *gorgonia.Node, err error) {
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := gradcheck.Run(y)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ops.ShapeString(out[0].Shape()), out[0].Data())
}

// numbered is 0, 1, 2 … in a shape.
func numbered(shape ...int) *gorgonia.Node {
	x := make([]float64, elementsIn(shape))
	for i := range x {
		x[i] = float64(i)
	}
	return gradcheck.Input(gorgonia.NewGraph(), "x", dense(x, shape...))
}

func ExampleTranspose() {
	show(ops.Transpose(numbered(2, 3)))
	show(ops.Transpose(numbered(2, 1, 2, 2), 0, 2, 1, 3))
	// Output:
	// [3, 2] [0 3 1 4 2 5]
	// [2, 2, 1, 2] [0 1 2 3 4 5 6 7]
}

func ExampleSlice() {
	show(ops.Slice(numbered(6), 0, 1, -1, 2))
	show(ops.Slice(numbered(6), 0, 1, 0, 1))
	// Output:
	// [2] [1 3]
	// slice: x float64 [6]: axis 0: 1 to 0 by 1 of 6 elements is nothing: every axis must be at least 1
}

func ExampleSplit() {
	qkv, err := ops.Split(numbered(2, 6), -1, 2, 2, 2)
	show(qkv[1], err)
	// Output: [2, 2] [2 3 8 9]
}

func ExampleGather() {
	x := numbered(3, 2)
	show(ops.Gather(x, gradcheck.Input(x.Graph(), "indices", ints([]int{2, -3}, 2)), 0))
	// Output: [2, 2] [4 5 0 1]
}

func ExampleEmbedding() {
	table := numbered(3, 2)
	show(ops.Embedding(table, gradcheck.Input(table.Graph(), "ids", ints([]int{2, 0, 1, 1}, 2, 2)), -1))
	// Output: [2, 2, 2] [4 5 0 1 2 3 2 3]
}

func ExampleTrilu() {
	seen := gradcheck.Input(gorgonia.NewGraph(), "ones", convert([]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, tensor.Bool, 3, 3))
	show(ops.Trilu(seen, 0, false))
	// Output: [3, 3] [true false false true true false true true true]
}

func ExampleAppend() {
	cache := numbered(1, 4)
	x := gradcheck.Input(cache.Graph(), "next", dense([]float64{7}, 1, 1))
	at := gradcheck.Input(cache.Graph(), "at", ints([]int{2}))
	show(ops.Append(cache, x, at, 1))
	// Output: [1, 4] [0 1 7 3]
}
