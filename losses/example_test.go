package losses_test

import (
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
)

// show prints a scalar of x [2, 2] and y.
func show(x, y *tensor.Dense, loss func(x, y *graph.Node) *graph.Node) {
	f, _ := graph.NewFunction(graph.New(nil).Store(), graph.Options{}, func(_ *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"loss": loss(in.Get("x"), in.Get("y"))}
	})
	out, err := f.Run(graph.Values{"x": x, "y": y})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f\n", out["loss"].Float32s()[0])
}

func square(x ...float32) *tensor.Dense {
	return tensor.New(tensor.WithShape(2, 2), tensor.WithBacking(x))
}

func labels(x ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

// Two classes, equally likely: log 2. The second label does not count.
func ExampleCrossEntropy() {
	show(square(1, 1, 50, 0), labels(0, -100), losses.CrossEntropy{}.Forward)
	show(square(1, 1, 50, 0), labels(0, 0), losses.CrossEntropy{Smoothing: 0.1}.Forward)
	// Output:
	// 0.6931
	// 1.5966
}

func ExampleNLL() {
	show(square(-0.5, -1, -2, -0.25), labels(0, 1), losses.NLL{}.Forward)
	// Output: 0.3750
}

func ExampleBCEWithLogits() {
	show(square(0, 0, 100, -100), square(0, 1, 1, 0), losses.BCEWithLogits)
	// Output: 0.3466
}

func ExampleMSE() {
	show(square(1, 2, 3, 4), square(1, 2, 3, 8), losses.MSE)
	// Output: 4.0000
}

func ExampleKL() {
	show(square(-1, -1, -1, -1), square(0.5, 0.5, 0, 1), losses.KL)
	// Output: 0.6534
}
