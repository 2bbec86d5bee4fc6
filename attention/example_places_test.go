package attention_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// How far keys stand after queries.
func ExamplePlaces() {
	show(func(s *graph.Scope) *graph.Node { return attention.Across(s, 2, 3).Ahead() })
	// Output: [0 1 2 -1 0 1]
}

// Itself and one neighbour on each side.
func ExampleWindow() {
	show(func(s *graph.Scope) *graph.Node { return attention.Window(attention.Within(s, 3), 2) })
	// Output: [true true false true true true false true true]
}

// Two heads, whose slopes are 1/16 and 1/256.
func ExampleALiBi() {
	show(func(s *graph.Scope) *graph.Node { return attention.ALiBi(attention.Across(s, 1, 4), 2) })
	// Output: [-0.00 -0.06 -0.12 -0.19 -0.00 -0.00 -0.01 -0.01]
}

// A number for each head and each of 8 buckets of distances.
func ExampleRelativeBias() {
	s := graph.New(weights.New(1)).Scope()
	bias := attention.NewRelativeBias(s, 4, 8, true)
	fmt.Println(bias.Weight, bias.Forward(attention.Within(s, 7)))
	// Output: weight [8, 4] [1, 4, 7, 7]
}

// x + 1 above 0, e^x below.
func ExampleELU1() {
	show(func(s *graph.Scope) *graph.Node {
		return attention.ELU1{}.Forward(s.Table([]float64{-1, 0, 1}, 1, 1, 1, 3))
	})
	// Output: [0.37 1.00 2.00]
}

// The key that is like the query counts more, though less than with softmax.
func ExampleLinear() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{0, 8}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1}, 1, 1, 2, 2)
		v := s.Table([]float64{10, 20}, 1, 1, 2, 1)
		return attention.Linear{}.Forward(q, k, v, nil)
	})
	// Output: [16.33]
}
