package ops_test

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// onnxGraph is an ONNX graph drawn with our operations into a plain Gorgonia
// graph.
type onnxGraph struct {
	g      *gorgonia.ExprGraph
	opset  int
	static map[string]ops.Array      // known before anything runs
	nodes  map[string]*gorgonia.Node // drawn; of a static value, when asked for
	known  map[*gorgonia.Node]ops.Array
	inputs int
}

// drawFailure is what a builder panics with, so that builders read as formulas.
type drawFailure struct{ error }

func failDrawing(format string, args ...any) { panic(drawFailure{fmt.Errorf(format, args...)}) }

// drawn is n, or the end of this drawing.
func drawn(n *gorgonia.Node, err error) *gorgonia.Node {
	if err != nil {
		panic(drawFailure{err})
	}
	return n
}

// draw draws a case and returns the nodes of its outputs.
func draw(c onnxCase) (gorgonia.Nodes, error) {
	opset := 0
	for _, version := range c.Opset {
		opset = max(opset, version)
	}
	return drawing(opset, func(g *onnxGraph) gorgonia.Nodes {
		if err := g.feed(c); err != nil {
			failDrawing("%w", err)
		}
		for _, n := range c.Nodes {
			g.apply(n)
		}
		var outputs gorgonia.Nodes
		for _, name := range c.GraphOutputs {
			outputs = append(outputs, g.node(name))
		}
		return outputs
	})
}

// drawing is what f draws into a new graph, or the failure it ended with.
func drawing(opset int, f func(g *onnxGraph) gorgonia.Nodes) (outputs gorgonia.Nodes, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case drawFailure:
			err = r.error
		default:
			panic(r)
		}
	}()
	return f(&onnxGraph{
		g:      gorgonia.NewGraph(),
		opset:  opset,
		static: map[string]ops.Array{},
		nodes:  map[string]*gorgonia.Node{},
		known:  map[*gorgonia.Node]ops.Array{},
	}), nil
}

// feed names the static values: initializers, and inputs in the graph's order
// (where an initializer is also listed as an input, it is not given again).
func (g *onnxGraph) feed(c onnxCase) error {
	given := map[string]bool{}
	for _, t := range c.Initializers {
		a, err := t.array()
		if err != nil {
			return err
		}
		g.static[t.Name], given[t.Name] = a, true
	}
	var names []string
	for _, name := range c.GraphInputs {
		if !given[name] {
			names = append(names, name)
		}
	}
	if len(names) != len(c.Inputs) {
		return fmt.Errorf("%d inputs given, want %v", len(c.Inputs), names)
	}
	for i, t := range c.Inputs {
		a, err := t.array()
		if err != nil {
			return err
		}
		g.static[names[i]] = a
	}
	return nil
}

func (g *onnxGraph) apply(n onnxNode) {
	build, ok := onnxOperators[n.Op]
	if !ok || n.Domain != "" && n.Domain != "ai.onnx" {
		failDrawing("no operator %s of %q", n.Op, n.Domain)
	}
	b := &onnxBuild{onnxGraph: g, onnxNode: n, asked: map[string]bool{}}
	results := build(b)
	for name := range n.Attrs {
		if !b.asked[name] {
			failDrawing("%s: attribute %s is not handled", n.Op, name)
		}
	}
	if len(results) < len(n.Outputs) {
		failDrawing("%s: %d results, want %d", n.Op, len(results), len(n.Outputs))
	}
	for i, name := range n.Outputs {
		if name == "" {
			continue
		}
		if results[i] == nil {
			failDrawing("%s: result %d is not computed", n.Op, i)
		}
		g.nodes[name] = results[i]
		if a, ok := g.known[results[i]]; ok {
			g.static[name] = a
		}
	}
}

// node is the node of a name; a static value gets one when it is first asked for.
func (g *onnxGraph) node(name string) *gorgonia.Node {
	if n := g.nodes[name]; n != nil {
		return n
	}
	a, ok := g.static[name]
	if !ok {
		failDrawing("no value %q", name)
	}
	g.nodes[name] = g.constant(a)
	return g.nodes[name]
}

// constant is an input node holding a.
func (g *onnxGraph) constant(a ops.Array) *gorgonia.Node {
	if a.Size() == 0 {
		failDrawing("zero-size tensor %s", a.Type)
	}
	g.inputs++
	n := gradcheck.Input(g.g, fmt.Sprintf("constant %d", g.inputs), a.Dense())
	g.known[n] = a
	return n
}

// scalar is a constant of no axes, of x's dtype.
func (g *onnxGraph) scalar(x *gorgonia.Node, value float64) *gorgonia.Node {
	a := ops.NewArray(ops.Type{Dtype: x.Dtype(), Shape: []int{}})
	switch a.Dtype {
	case tensor.Float32:
		a.F32[0] = float32(value)
	case tensor.Float64:
		a.F64[0] = value
	case tensor.Int:
		a.Int[0] = int(value)
	case tensor.Bool:
		a.Bool[0] = value != 0
	}
	return g.constant(a)
}

// ints and bools are constants of a shape.
func (g *onnxGraph) intTensor(xs []int, shape ...int) *gorgonia.Node {
	return g.constant(ops.Array{Type: ops.Type{Dtype: tensor.Int, Shape: shape}, Int: xs})
}

func (g *onnxGraph) boolTensor(xs []bool, shape ...int) *gorgonia.Node {
	return g.constant(ops.Array{Type: ops.Type{Dtype: tensor.Bool, Shape: shape}, Bool: xs})
}
