package layers_test

import (
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// show draws a model of one input, runs it, and prints what it gives.
func show(x *tensor.Dense, model func(s *graph.Scope, x *graph.Node) *graph.Node) {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": model(s, in.Get("x"))}
	})
	out, err := f.Run(graph.Values{"x": x})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v %.3f\n", out["y"].Shape(), out["y"].Data())
}

func floats(shape []int, x ...float32) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x))
}

// A Linear of one's own: the sum and the difference of two numbers.
func ExampleLinear() {
	show(floats([]int{3, 2}, 1, 2, 3, 4, 5, 6), func(s *graph.Scope, x *graph.Node) *graph.Node {
		sumAndDifference := &layers.Linear{Weight: s.Table([]float64{1, 1, 1, -1}, 2, 2)}
		return sumAndDifference.Forward(x)
	})
	// Output: (3, 2) [3.000 -1.000 7.000 -1.000 11.000 -1.000]
}

// Parameters have the paths that checkpoints call them by.
func ExampleNewLinear() {
	s := graph.New(weights.New(1)).Scope()
	l := layers.NewLinear(s.In("encoder", "dense"), 768, 3072)
	fmt.Println(l.Weight)
	fmt.Println(l.Bias)
	// Output:
	// encoder.dense.weight [3072, 768]
	// encoder.dense.bias [3072]
}

func ExampleActivation() {
	show(floats([]int{3}, -1, 0, 2), func(s *graph.Scope, x *graph.Node) *graph.Node {
		identity := &layers.Linear{Weight: s.Table([]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3)}
		return identity.Activate(x, layers.ReLU)
	})
	// Output: (3) [0.000 0.000 2.000]
}

// An output tied to the embedding is a Linear of the same weight.
func ExampleEmbedding() {
	ids := tensor.New(tensor.WithShape(2), tensor.WithBacking([]int{2, 0}))
	show(ids, func(s *graph.Scope, ids *graph.Node) *graph.Node {
		e := &layers.Embedding{Weight: s.Table([]float64{1, 0, 0, 1, 3, 4}, 3, 2)}
		tied := &layers.Linear{Weight: e.Weight}
		return tied.Forward(e.Forward(ids))
	})
	// Output: (2, 3) [3.000 4.000 25.000 1.000 0.000 3.000]
}

func ExamplePaddedEmbedding() {
	ids := tensor.New(tensor.WithShape(2), tensor.WithBacking([]int{0, 0}))
	show(ids, func(s *graph.Scope, ids *graph.Node) *graph.Node {
		return layers.NewPaddedEmbedding(s, 10, 3, 0).Forward(ids)
	})
	// Output: (2, 3) [0.000 0.000 0.000 0.000 0.000 0.000]
}

func ExampleLayerNorm() {
	show(floats([]int{2, 2}, 1, 3, -10, 10), func(s *graph.Scope, x *graph.Node) *graph.Node {
		return layers.NewLayerNorm(s, 2, 1e-5).Forward(x)
	})
	// Output: (2, 2) [-1.000 1.000 -1.000 1.000]
}

func ExampleRMSNorm() {
	show(floats([]int{2, 2}, 3, 3, -1, 7), func(s *graph.Scope, x *graph.Node) *graph.Node {
		return layers.NewRMSNorm(s, 2, 1e-5).Forward(x)
	})
	// Output: (2, 2) [1.000 1.000 -0.200 1.400]
}

// Without Options.Training nothing is dropped.
func ExampleDropout() {
	show(floats([]int{2}, 3, 4), func(_ *graph.Scope, x *graph.Node) *graph.Node {
		return layers.Dropout{P: 0.5}.Forward(x)
	})
	// Output: (2) [3.000 4.000]
}

func ExampleFeedForward() {
	s := graph.New(weights.New(1)).Scope()
	f := layers.NewFeedForward(s.In("mlp"), 8, 32, layers.GELU)
	f.Dropout = 0.1
	fmt.Println(f.Forward(s.Input("x", 2, 5, 8)))
	fmt.Println(f.Down.Weight)
	// Output:
	// [2, 5, 8]
	// mlp.down.weight [8, 32]
}

func ExampleSwiGLU() {
	s := graph.New(weights.New(1)).Scope()
	f := layers.NewSwiGLU(s.In("mlp"), 8, 20)
	fmt.Println(f.Forward(s.Input("x", 2, 5, 8)))
	fmt.Println(f.Gate.Weight)
	// Output:
	// [2, 5, 8]
	// mlp.gate.weight [20, 8]
}

// Layers one after another.
func ExampleLayer() {
	s := graph.New(weights.New(1)).Scope()
	x := s.Input("x", 5, 8)
	for _, l := range []layers.Layer{
		layers.NewLinear(s.In(0), 8, 4), layers.NewLayerNorm(s.In(1), 4, 1e-5), layers.Dropout{P: 0.1},
	} {
		x = l.Forward(x)
	}
	fmt.Println(x)
	// Output: [5, 4]
}
