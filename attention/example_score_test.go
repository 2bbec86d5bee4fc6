package attention_test

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// Each key is multiplied with the query.
func ExampleDot() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.Dot{}.Forward(q, k)
	})
	// Output: [1.00 2.00 3.00]
}

// The same, divided by √2.
func ExampleScaledDot() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.ScaledDot{}.Forward(q, k)
	})
	// Output: [0.71 1.41 2.12]
}

// No score goes beyond 2.
func ExampleSoftCap() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.SoftCap{Score: attention.Dot{}, Cap: 2}.Forward(q, k)
	})
	// Output: [0.92 1.52 1.81]
}

// A temperature of 0.5 doubles scores.
func ExampleTemperature() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.Temperature{Score: attention.Dot{}, By: 0.5}.Forward(q, k)
	})
	// Output: [2.00 4.00 6.00]
}

// A score of one's own is a type with one method.
func ExampleScore() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return triple{}.Forward(q, k)
	})
	// Output: [3.00 6.00 9.00]
}

// Cosines, times 10 at first.
func ExampleCosine() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.NewCosine(s, 1).Forward(q, k)
	})
	// Output: [4.47 8.94 9.49]
}

// Queries and keys are of one length, √2, before they meet.
func ExampleQKNorm() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.NewQKNorm(s, 2).Forward(q, k)
	})
	// Output: [0.63 1.26 1.34]
}

// triple scores three times as Dot does.
type triple struct{}

func (triple) Forward(q, k *graph.Node) *graph.Node { return q.MatMulT(k).Scale(3) }
