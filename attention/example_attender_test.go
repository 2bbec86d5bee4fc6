package attention_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Wherever one of them fits, the others do.
func ExampleAttender() {
	s := graph.New(weights.New(1)).Scope()
	x, a := s.Input("x", 2, 5, 16), attention.NewMultiHead(s, 16, 4)
	for _, attends := range []attention.Attender{a, &attention.Fused{MultiHead: a, Window: 3}, &attention.Composed{MultiHead: a}} {
		fmt.Println(attends.Forward(x, x, nil))
	}
	// Output:
	// [2, 5, 16]
	// [2, 5, 16]
	// [2, 5, 16]
}

func ExampleSelfAttention() {
	s := graph.New(weights.New(1)).Scope()
	x := s.Input("x", 2, 5, 16)
	var attends attention.Attender = attention.SelfAttention{
		Layer: &attention.Windowed{MultiHead: attention.NewMultiHead(s, 16, 4), Size: 3},
	}
	fmt.Println(attends.Forward(x, x, nil))
	// Output: [2, 5, 16]
}

// Values are kept as long as the keys of the layer that weighs.
func ExampleValueCache() {
	s := graph.New(weights.New(1)).Scope()
	x, a, b := s.Input("x", 2, 1, 16), attention.NewMultiHead(s.In("first"), 16, 4), attention.NewSharedMap(s.In("second"), 16)
	a.Remember(s.In("first"), s.Ints("at", 2), 100)
	b.Remember(s.In("second"), a)
	fmt.Println(b.Cache.Values.Value())
	fmt.Println(b.Forward(a.Weights(x, x, nil), x))
	// Output:
	// second.values [2, 4, 100, 4]
	// [2, 1, 16]
}

// How much each weight did is the gradient of the answer by it, through weights that
// another part multiplies values with.
func ExampleSharedMap_attribution() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, _ graph.Inputs) graph.Outputs {
		a := attention.NewMultiHead(s, 2, 1)
		x := s.Table([]float64{3, 0, 0, 5}, 1, 2, 2)
		w := a.Weights(x, x, nil)                                                   // [batch, heads, query, key]
		y := (&attention.SharedMap{Value: a.Value, Output: a.Output}).Forward(w, x) // what a.Forward gives
		gradient := s.Graph().Backprop(y.Sum(), w)[0]                               // of Forward's own there is none
		return graph.Outputs{"gradient": gradient, "off": y.Sub(a.Forward(x, x, nil)).Abs().Max()}
	})
	out, err := f.Run(nil)
	fmt.Println(out["gradient"].Shape(), out["off"].Float32s()[0] < 1e-5, err)
	// Output: (1, 1, 2, 2) true <nil>
}
