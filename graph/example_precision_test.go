package graph_test

import (
	"fmt"
	"math/rand/v2"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// How far off a layer is in bf16, and in bytes.
func ExampleDeviation() {
	draw := func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": in.Get("x").Linear(s.In("dense").Param("weight", weights.Normal(1), 256, 256), nil)}
	}
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float32, 8*256)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	in := graph.Values{"x": tensor.New(tensor.WithShape(8, 256), tensor.WithBacking(x))}
	for _, p := range []graph.Precision{graph.BF16, graph.Int8} {
		ds, err := graph.Deviations(weights.New(1), p, draw, in)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s in %v: %.3f\n", ds[0].Where, p, ds[0].RMS)
	}
	// Output:
	// dense: linear [8, 256] in BF16: 0.002
	// dense: linear [8, 256] in Int8: 0.010
}
