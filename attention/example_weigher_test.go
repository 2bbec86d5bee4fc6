package attention_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// A query that stands at 5 sees, through a window of 2, the keys at 4 and 5.
func ExamplePlacedWeigher() {
	var window attention.PlacedWeigher = attention.Formula{Causal: true, Window: 2}
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, _ graph.Inputs) graph.Outputs {
		q, k := s.Number(0).Expand(1, 1, 1, 4), s.Number(0).Expand(1, 1, 7, 4)
		at := attention.Places{Query: s.Whole(5).Unsqueeze(0, 1), Key: s.Range(7)}
		return graph.Outputs{"w": window.At(at).Weights(q, k, nil)}
	})
	out, err := f.Run(nil)
	fmt.Println(out["w"].Float32s(), err)
	// Output: [0 0 0 0 0.5 0.5 0] <nil>
}
