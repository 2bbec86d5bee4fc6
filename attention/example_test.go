package attention_test

import (
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// show runs a drawing without inputs and prints what it gives.
func show(draw func(s *graph.Scope) *graph.Node) {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, _ graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": draw(s)}
	})
	out, err := f.Run(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, floats := out["y"].Data().([]float32); floats {
		fmt.Printf("%.2f\n", out["y"].Data())
		return
	}
	fmt.Println(out["y"].Data())
}

// The query is like the second key, and gets most of the second value.
func ExampleDotProduct() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{0, 8}, 1, 1, 1, 2)
		k := s.Table([]float64{1, 0, 0, 1}, 1, 1, 2, 2)
		v := s.Table([]float64{10, 20}, 1, 1, 2, 1)
		return attention.DotProduct(q, k, v, nil, 0)
	})
	// Output: [19.97]
}

// Self-attention over two texts, the second of which is padded.
func ExampleMultiHead() {
	s := graph.New(weights.New(1)).Scope()
	x, lengths := s.Input("x", 2, 5, 16), s.Ints("lengths", 2)
	a := attention.NewMultiHead(s.In("attention"), 16, 4)
	a.Dropout = 0.1
	fmt.Println(a.Forward(x, x, attention.PaddingAfter(lengths, 5)))
	fmt.Println(a.Weights(x, x, nil))
	// Output:
	// [2, 5, 16]
	// [2, 4, 5, 5]
}

// A checkpoint that calls its parts otherwise, and has no biases: Llama's, with
// two queries for each key.
func ExampleMultiHead_literal() {
	s := graph.New(weights.New(1)).Scope().In("model.layers.0.self_attn")
	a := &attention.MultiHead{
		Query:    layers.NewLinearNoBias(s.In("q_proj"), 16, 16),
		Key:      layers.NewLinearNoBias(s.In("k_proj"), 16, 8),
		Value:    layers.NewLinearNoBias(s.In("v_proj"), 16, 8),
		Output:   layers.NewLinearNoBias(s.In("o_proj"), 16, 16),
		Heads:    4,
		Causal:   true,
		Position: attention.NewRotary(s, 128, 4, 10000),
	}
	fmt.Println(a.Key.Weight)
	// Output: model.layers.0.self_attn.k_proj.weight [8, 16]
}

func ExampleCausal() {
	show(func(s *graph.Scope) *graph.Node { return attention.Causal(s, 3) })
	// Output: [true false false true true false true true true]
}

// Neither what comes later nor padding: the text has two tokens.
func ExampleAnd() {
	show(func(s *graph.Scope) *graph.Node {
		length := s.Range(3).Slice(0, 2, 3)
		return attention.And(attention.Causal(s, 3), attention.PaddingAfter(length, 3))
	})
	// Output: [true false false true true false true true false]
}

// Two rows that go on from positions 5 and 9.
func ExamplePositionsFrom() {
	show(func(s *graph.Scope) *graph.Node {
		at := s.Range(10).SliceStep(0, 5, 10, 4)
		return attention.PositionsFrom(at, 3)
	})
	// Output: [5 6 7 9 10 11]
}

func ExampleSinusoidal() {
	show(func(s *graph.Scope) *graph.Node {
		x := s.Table(make([]float64, 8), 1, 2, 4)
		return attention.NewSinusoidal(s, 512, 4).Forward(x, nil)
	})
	// Output: [0.00 1.00 0.00 1.00 0.84 0.54 0.01 1.00]
}

func ExampleLearned() {
	s := graph.New(weights.New(1)).Scope()
	p := attention.NewLearned(s.In("wpe"), 1024, 16)
	fmt.Println(p.Weight, p.Forward(s.Input("x", 2, 5, 16), nil))
	// Output: wpe.weight [1024, 16] [2, 5, 16]
}

// The angles of position 1 are 1 and 1/√base.
func ExampleRotary() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{0, 0, 0, 0, 1, 1, 0, 0}, 1, 1, 2, 4)
		return attention.NewRotary(s, 64, 4, 10000).Forward(q, nil)
	})
	// Output: [0.00 0.00 0.00 0.00 0.54 1.00 0.84 0.01]
}

func ExampleRotaryPairs() {
	show(func(s *graph.Scope) *graph.Node {
		q := s.Table([]float64{0, 0, 0, 0, 1, 0, 1, 0}, 1, 1, 2, 4)
		return attention.NewRotaryPairs(s, 64, 4, 10000).Forward(q, nil)
	})
	// Output: [0.00 0.00 0.00 0.00 0.54 0.84 1.00 0.01]
}

// What stands first in the second of two texts in one row is at position 0.
func ExamplePlaced() {
	show(func(s *graph.Scope) *graph.Node {
		x := s.Table([]float64{0, 0, 0, 0, 0, 0}, 1, 3, 2)
		p := attention.NewSinusoidal(s, 512, 2)
		restart := s.Range(2).Slice(0, 0, 1)
		return attention.Placed{Position: p, Positions: graph.Concat(0, s.Range(2), restart)}.Forward(x, nil)
	})
	// Output: [0.00 1.00 0.84 0.54 0.00 1.00]
}

// A choice of positions.
func ExamplePosition() {
	s := graph.New(weights.New(1)).Scope()
	x := s.Input("x", 2, 4, 5, 8) // [batch, heads, seq, d]
	for _, p := range []attention.Position{
		attention.NewRotary(s, 64, 8, 10000), attention.NewRotaryPairs(s, 64, 8, 10000),
	} {
		fmt.Println(p.Forward(x, nil))
	}
	// Output:
	// [2, 4, 5, 8]
	// [2, 4, 5, 8]
}

// Three positions at once, then one: as if all four had been read at once.
func ExampleCache() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a := attention.NewMultiHead(s.In("attention"), 2, 1)
		a.Causal = true
		if in.Has("at") {
			a.Remember(s.In("cache"), in.Get("at"), 64)
		}
		return graph.Outputs{"y": a.Forward(in.Get("x"), in.Get("x"), nil)}
	})
	words := func(x ...float32) *tensor.Dense {
		return tensor.New(tensor.WithShape(1, len(x)/2, 2), tensor.WithBacking(x))
	}
	at := func(position int) *tensor.Dense {
		return tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{position}))
	}
	whole, _ := f.Run(graph.Values{"x": words(1, 2, 3, 4, 5, 6, 7, 8)})
	states := graph.NewStates()
	f.Call(graph.Values{"x": words(1, 2, 3, 4, 5, 6), "at": at(0)}, states, nil)
	f.Call(graph.Values{"x": words(7, 8), "at": at(3)}, states, func(r *graph.Results) error {
		y, err := r.Value("y")
		last := whole["y"].Float32s()[6:]
		fmt.Printf("off by less than 1e-5: %v\n", y.Float32s()[0]-last[0] < 1e-5 && last[0]-y.Float32s()[0] < 1e-5)
		return err
	})
	fmt.Println(states.Paths())
	// Output:
	// off by less than 1e-5: true
	// [cache.keys cache.values]
}
