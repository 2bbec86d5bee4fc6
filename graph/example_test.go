package graph_test

import (
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }

// vector is a tensor of one axis.
func vector(x ...float32) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

func ExampleGraph() {
	g := graph.New(weights.New(1))
	x := g.Scope().Input("x", 2, 3)
	y := x.Softmax(-1).Sum(-1)

	m, err := g.Compile(graph.Options{}, y)
	if err != nil {
		fmt.Println(err)
		return
	}
	m.Let(x, tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float32{1, 2, 3, 4, 5, 6})))
	if err := m.RunAll(); err != nil {
		fmt.Println(err)
		return
	}
	sums, _ := m.Value(y)
	fmt.Printf("%.4f\n", sums.Data())
	// Output: [1.0000 1.0000]
}

// The first mistake sticks; Compile tells where it was made.
func ExampleNode() {
	g := graph.New(nil)
	x := g.Scope().Input("x", 2, 3)
	y := x.Reshape(3, 2).Add(x) // wrong
	_, err := g.Compile(graph.Options{}, y.Softmax(-1).Mean())
	fmt.Println(err)
	// Output: example_test.go:45: add: x [3, 2] · y [2, 3]: axis -2: 3 and 2, want equal lengths or 1
}

func ExampleScope() {
	g := graph.New(weights.New(1))
	layer := g.Scope().In("encoder", "layer", 3)
	w := layer.In("output").Param("weight", weights.Normal(0.02), 4, 8)
	fmt.Println(w)
	// Output: encoder.layer.3.output.weight [4, 8]
}

func ExampleMachine() {
	g := graph.New(nil)
	x := g.Scope().Input("x", 2)
	y := x.Scale(10).Shift(1)
	m, _ := g.Compile(graph.Options{}, y)
	for _, v := range [][]float32{{1, 2}, {3, 4}} {
		m.Let(x, vector(v...))
		m.RunAll()
		d, _ := m.Value(y)
		fmt.Println(d.Data())
	}
	// Output:
	// [11 21]
	// [31 41]
}

// What is neither an output nor kept is gone after the run.
func ExampleOptions() {
	g := graph.New(nil)
	x := g.Scope().Input("x", 2)
	hidden := x.Scale(2).As("hidden")
	m, _ := g.Compile(graph.Options{Keep: []string{"hidden"}}, hidden.Square().Sum())
	m.Let(x, vector(1, 3))
	m.RunAll()
	d, _ := m.Value(hidden)
	fmt.Println(d.Data())
	// Output: [2 6]
}

func ExamplePrecision() {
	fmt.Println(graph.Options{}.Precision)
	// Output: Float32
}

// Micro-batches: two runs, then the gradient of their mean.
func ExampleGradients() {
	store := weights.New(1)
	g := graph.New(store)
	w := g.Scope().Param("w", weights.Ones, 2)
	x := g.Scope().Input("x", 2)
	loss := w.Mul(x).Sum()
	g.Minimize(loss, nil)
	m, _ := g.Compile(graph.Options{Training: true, Accumulate: true}, loss)
	for _, v := range [][]float32{{1, 2}, {3, 4}} {
		m.Let(x, vector(v...))
		m.RunAll()
	}
	grads := m.Gradients()
	grads.Mean()
	fmt.Println(grads.Path(0), grads.At(0).Data())
	// Output: w [2 3]
}

// A running sum, kept between runs.
func ExampleState() {
	g := graph.New(nil)
	s := g.Scope()
	total := s.State("total", 2)
	x := s.Input("x", 2)
	next := total.Value().Add(x)
	total.Set(next)
	m, _ := g.Compile(graph.Options{}, next)
	for range 3 {
		m.Let(x, vector(1, 10))
		m.RunAll()
	}
	d, _ := m.Value(next)
	fmt.Println(d.Data())
	// Output: [3 30]
}

// Two conversations on one machine.
func ExampleStates() {
	g := graph.New(nil)
	s := g.Scope()
	x := s.Input("x", 1)
	total := s.State("total", 1)
	next := total.Value().Add(x)
	total.Set(next)
	m, _ := g.Compile(graph.Options{}, next)
	m.Let(x, vector(1))
	a, b := graph.NewStates(), graph.NewStates()
	for _, states := range []*graph.States{a, a, b} {
		m.SetStates(states)
		m.RunAll()
	}
	inA, _ := a.Value("total")
	inB, _ := b.Value("total")
	fmt.Println(inA.Data(), inB.Data())
	// Output: [2] [1]
}

// square draws a model on whatever it is given.
func square(s *graph.Scope, in graph.Inputs) graph.Outputs {
	y := in.Get("x").Square()
	if in.Has("shift") {
		y = y.Add(in.Get("shift"))
	}
	return graph.Outputs{"y": y}
}

func ExampleFunction() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, square)
	for _, x := range []*tensor.Dense{vector(1, 2), vector(1, 2, 3)} {
		out, _ := f.Run(graph.Values{"x": x})
		fmt.Println(out["y"].Data())
	}
	// Output:
	// [1 4]
	// [1 4 9]
}

func ExampleDraw() {
	var model graph.Draw = square
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, model)
	out, _ := f.Run(graph.Values{"x": vector(2), "shift": vector(100)})
	fmt.Println(out["y"].Data())
	// Output: [104]
}

func ExampleInputs() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, square)
	_, err := f.Run(graph.Values{"z": vector(1)})
	fmt.Println(err)
	// Output: example_test.go:153: input "x" was not given; there are ["z"]
}

func ExampleOutputs() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		values, indices := in.Get("x").TopK(2, 0)
		return graph.Outputs{"values": values, "indices": indices}
	})
	out, _ := f.Run(graph.Values{"x": vector(3, 9, 5)})
	fmt.Println(out["values"].Data(), out["indices"].Data())
	// Output: [9 5] [1 2]
}

func ExampleValues() {
	in := graph.Values{"x": vector(1, 2)}
	fmt.Println(in["x"].Shape())
	// Output: (2)
}

// Borrowed results are valid until the callback returns.
func ExampleResults() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"mean": in.Get("x").Mean()}
	})
	f.Call(graph.Values{"x": vector(1, 2, 6)}, nil, func(r *graph.Results) error {
		mean, err := r.Float("mean")
		fmt.Println(mean)
		return err
	})
	// Output: 3
}

func ExampleStats() {
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, square)
	for _, x := range []*tensor.Dense{vector(1, 2), vector(1, 2, 3), vector(4, 5)} {
		f.Run(graph.Values{"x": x})
	}
	s := f.Stats()
	fmt.Println(s.Runs, "runs,", s.Compiled, "compiled")
	// Output: 3 runs, 2 compiled
}

// A model of your own: a layer made with ops.New, a loss made of nodes, and
// plain gradient descent.
func Example() {
	// The layer: a swish with a fixed slope of 2, x·sigmoid(2x), and its
	// derivative.
	sigmoid := func(x float32) float32 { return 1 / (1 + exp(-2*x)) }
	swish := ops.New(ops.Def{
		Name:  "swish2",
		Infer: func(in []ops.Type) (ops.Type, error) { return in[0], nil },
		Forward: func(c *ops.Call) func() {
			x, y := c.In[0].F32, c.Out.F32
			return func() {
				for i, v := range x {
					y[i] = v * sigmoid(v)
				}
			}
		},
		Backward: func(c *ops.Call) func() {
			x, dx, dy := c.In[0].F32, c.Grad[0].F32, c.Dy.F32
			return func() {
				for i, v := range x {
					s := sigmoid(v)
					dx[i] = dy[i] * (s + 2*v*s*(1-s))
				}
			}
		},
	})

	store := weights.New(1)
	g := graph.New(store)
	s := g.Scope()
	x, y := s.Input("x", 4, 2), s.Input("y", 4, 1)
	h := g.Call(swish, x.Linear(s.Param("up", weights.Normal(1), 8, 2), s.Param("shift", nil, 8)))
	loss := h.Linear(s.Param("down", weights.Normal(1), 1, 8), nil).Sub(y).Power(4).Mean() // the loss
	g.Minimize(loss, nil)
	m, err := g.Compile(graph.Options{Training: true}, loss)
	if err != nil {
		fmt.Println(err)
		return
	}
	m.Let(x, tensor.New(tensor.WithShape(4, 2), tensor.WithBacking([]float32{0, 0, 0, 1, 1, 0, 1, 1})))
	m.Let(y, tensor.New(tensor.WithShape(4, 1), tensor.WithBacking([]float32{0, 1, 1, 0}))) // exclusive or
	for range 2000 {
		m.RunAll()
		store.Update(descent(store, m.Gradients(), 0.05))
	}
	last, _ := m.Float(loss)
	fmt.Println("learned:", last < 1e-3)
	// Output: learned: true
}
