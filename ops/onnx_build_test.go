package ops_test

import (
	"encoding/json"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

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
