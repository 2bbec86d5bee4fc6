package ops_test

import (
	"encoding/json"
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
func draw(c onnxCase) (outputs gorgonia.Nodes, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case drawFailure:
			err = r.error
		default:
			panic(r)
		}
	}()
	g := &onnxGraph{
		g:      gorgonia.NewGraph(),
		static: map[string]ops.Array{},
		nodes:  map[string]*gorgonia.Node{},
		known:  map[*gorgonia.Node]ops.Array{},
	}
	for _, version := range c.Opset {
		g.opset = max(g.opset, version)
	}
	if err := g.feed(c); err != nil {
		return nil, err
	}
	for _, n := range c.Nodes {
		g.apply(n)
	}
	for _, name := range c.GraphOutputs {
		outputs = append(outputs, g.node(name))
	}
	return outputs, nil
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

// onnxBuild is one node being drawn.
type onnxBuild struct {
	*onnxGraph
	onnxNode
	asked map[string]bool // attributes
}

// has reports whether operand i is given; "" stands for one that is not.
func (b *onnxBuild) has(i int) bool { return i < len(b.Inputs) && b.Inputs[i] != "" }

// wants reports whether result i is used.
func (b *onnxBuild) wants(i int) bool { return i < len(b.Outputs) && b.Outputs[i] != "" }

// x is operand i.
func (b *onnxBuild) x(i int) *gorgonia.Node {
	if !b.has(i) {
		failDrawing("%s: operand %d is missing", b.Op, i)
	}
	return b.node(b.Inputs[i])
}

// shape is the shape of operand i, which may have no elements.
func (b *onnxBuild) shape(i int) []int {
	if a, ok := b.static[b.Inputs[i]]; ok {
		return append([]int{}, a.Shape...)
	}
	return ops.TypeOf(b.x(i)).Shape
}

// all is every operand.
func (b *onnxBuild) all() gorgonia.Nodes {
	var xs gorgonia.Nodes
	for i := range b.Inputs {
		xs = append(xs, b.x(i))
	}
	return xs
}

// value is operand i, whose value must be known when drawing.
func (b *onnxBuild) value(i int) ops.Array {
	a, ok := b.static[b.Inputs[i]]
	if !ok {
		failDrawing("%s: operand %d must be known when drawing", b.Op, i)
	}
	return a
}

// ints is likewise, of integers; nil if the operand is not given.
func (b *onnxBuild) ints(i int) []int {
	if !b.has(i) {
		return nil
	}
	a := b.value(i)
	if a.Dtype != tensor.Int {
		failDrawing("%s: operand %d is %s, want integers", b.Op, i, a.Type)
	}
	return a.Int
}

// number is operand i as one number.
func (b *onnxBuild) number(i int) float64 {
	a := b.value(i)
	if a.Size() != 1 {
		failDrawing("%s: operand %d is %s, want one number", b.Op, i, a.Type)
	}
	switch {
	case a.F32 != nil:
		return float64(a.F32[0])
	case a.F64 != nil:
		return a.F64[0]
	case a.Int != nil:
		return float64(a.Int[0])
	case a.Bool[0]:
		return 1
	}
	return 0
}

// attribute decodes an attribute into to, which keeps its default otherwise.
func (b *onnxBuild) attribute(name string, to any) bool {
	b.asked[name] = true
	raw, ok := b.Attrs[name]
	if !ok {
		return false
	}
	if err := json.Unmarshal(raw, to); err != nil {
		failDrawing("%s: attribute %s: %v", b.Op, name, err)
	}
	return true
}

func (b *onnxBuild) given(name string) bool { _, ok := b.Attrs[name]; return ok }

func (b *onnxBuild) attrInt(name string, or int) int { b.attribute(name, &or); return or }

func (b *onnxBuild) attrFloat(name string, or float64) float64 { b.attribute(name, &or); return or }

func (b *onnxBuild) attrString(name, or string) string { b.attribute(name, &or); return or }

func (b *onnxBuild) attrInts(name string) (xs []int) { b.attribute(name, &xs); return xs }

func (b *onnxBuild) attrBool(name string, or bool) bool {
	n := 0
	if b.attribute(name, &n) {
		return n != 0
	}
	return or
}

// ignore says that attributes do not change the result.
func (b *onnxBuild) ignore(names ...string) {
	for _, name := range names {
		b.asked[name] = true
	}
}
