package attention_test

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// All get something.
func ExampleSoftmax() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return attention.Softmax{}.Forward(scores)
	})
	// Output: [0.57 0.35 0.08 0.00]
}

// The worst get nothing.
func ExampleSparsemax() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return attention.Sparsemax{}.Forward(scores)
	})
	// Output: [0.75 0.25 0.00 0.00]
}

// Between the two.
func ExampleEntmax15() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return attention.Entmax15{}.Forward(scores)
	})
	// Output: [0.67 0.33 0.00 0.00]
}

// Each is judged by itself.
func ExampleSigmoid() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return attention.Sigmoid{}.Forward(scores)
	})
	// Output: [0.65 0.53 0.20 0.00]
}

// The two best share.
func ExampleTopK() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return attention.TopK{K: 2}.Forward(scores)
	})
	// Output: [0.62 0.38 0.00 0.00]
}

// One of one's own is a type with one method, here hard attention: the best key alone.
func ExampleNormaliser() {
	show(func(s *graph.Scope) *graph.Node {
		scores := s.Table([]float64{2, 1.5, 0, -4}, 1, 1, 1, 4)
		return hardest{}.Forward(scores)
	})
	// Output: [1.00 0.00 0.00 0.00]
}

// Any score with any normaliser.
func ExampleFormula() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{1, 2}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1, 1, 1}, 1, 1, 3, 2)
		return attention.Formula{Score: attention.Dot{}, Normaliser: attention.Sparsemax{}}.Weights(q, k, nil)
	})
	// Output: [0.00 0.00 1.00]
}

// hardest gives everything to the key that fits best.
type hardest struct{}

func (hardest) Forward(scores *graph.Node) *graph.Node {
	seen := scores.Softmax(-1).SumKeep(-1) // 0 for who sees nothing, else 1
	return scores.ArgMax(-1).OneHot(scores.Dim(-1)).Mul(seen)
}
