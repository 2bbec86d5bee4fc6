package ops_test

import (
	"encoding/json"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxConstants is what is known without running anything.
var onnxConstants = map[string]onnxBuilder{
	"Constant": onnxConstant, "ConstantOfShape": onnxConstantOfShape, "Shape": onnxShapeOf,
	"Size": onnxSizeOf, "EyeLike": onnxEyeLike, "Range": onnxRange,
	"NonZero": onnxNonZero,
}

// staticResult is a constant result, which later nodes may ask for when drawing.
func (b *onnxBuild) staticResult(a ops.Array) gorgonia.Nodes { return gorgonia.Nodes{b.constant(a)} }

func onnxConstant(b *onnxBuild) gorgonia.Nodes {
	var t jsonTensor
	var number json.RawMessage
	var list []json.RawMessage
	for _, kind := range []struct{ one, many, dtype string }{{"value_float", "value_floats", "float"}, {"value_int", "value_ints", "int64"}} {
		if b.attribute(kind.one, &number) {
			t = jsonTensor{Dtype: kind.dtype, Data: []json.RawMessage{number}}
		}
		if b.attribute(kind.many, &list) {
			t = jsonTensor{Dtype: kind.dtype, Shape: []int{len(list)}, Data: list}
		}
	}
	b.attribute("value", &t)
	a, err := t.array()
	if err != nil {
		failDrawing("%v", err)
	}
	return b.staticResult(a)
}

func onnxConstantOfShape(b *onnxBuild) gorgonia.Nodes {
	t := jsonTensor{Dtype: "float", Shape: []int{1}, Data: []json.RawMessage{json.RawMessage("0")}}
	b.attribute("value", &t)
	a, err := t.array()
	if err != nil {
		failDrawing("%v", err)
	}
	shape := b.ints(0)
	if tensor.Shape(shape).TotalSize() == 0 {
		failDrawing("zero-size tensor")
	}
	one := make([]int, len(shape))
	for i := range one {
		one[i] = 1
	}
	return gorgonia.Nodes{drawn(ops.Expand(drawn(ops.Reshape(b.constant(a), one...)), shape...))}
}

// onnxShapeOf is a part of the shape, its ends clipped.
func onnxShapeOf(b *onnxBuild) gorgonia.Nodes {
	shape := b.shape(0)
	clipped := func(i int) int {
		if i < 0 {
			i += len(shape)
		}
		return min(max(i, 0), len(shape))
	}
	start, end := clipped(b.attrInt("start", 0)), clipped(b.attrInt("end", math.MaxInt))
	part := shape[start:max(start, end)]
	return b.staticResult(ops.Array{Type: ops.Type{Dtype: tensor.Int, Shape: []int{len(part)}}, Int: part})
}

func onnxSizeOf(b *onnxBuild) gorgonia.Nodes {
	n := tensor.Shape(b.shape(0)).TotalSize()
	return b.staticResult(ops.Array{Type: ops.Type{Dtype: tensor.Int, Shape: []int{}}, Int: []int{n}})
}

// onnxEyeLike is 1 on the k-th diagonal.
func onnxEyeLike(b *onnxBuild) gorgonia.Nodes {
	dtype, k, shape := b.x(0).Dtype(), b.attrInt("k", 0), b.shape(0)
	var to any
	if b.attribute("dtype", &to) {
		dtype = onnxDtype(to)
	}
	var eye []bool
	for i := range shape[0] {
		for j := range shape[1] {
			eye = append(eye, j-i == k)
		}
	}
	return gorgonia.Nodes{onnxCast(b.boolTensor(eye, shape...), dtype)}
}

// onnxRange counts from start by delta, before limit.
func onnxRange(b *onnxBuild) gorgonia.Nodes {
	b.ignore("stash_type")
	start, limit, delta := b.number(0), b.number(1), b.number(2)
	n := int(math.Max(math.Ceil((limit-start)/delta), 0))
	steps := make([]int, n)
	for i := range steps {
		steps[i] = i
	}
	i := onnxCast(b.intTensor(steps, n), tensor.Float64)
	return gorgonia.Nodes{onnxCast(drawn(ops.Shift(drawn(ops.Scale(i, delta)), start)), b.x(0).Dtype())}
}

// onnxNonZero is the places, by axis, of what is not 0, for operands known when
// drawing: how many there are is part of the result's shape.
func onnxNonZero(b *onnxBuild) gorgonia.Nodes {
	a, shape := b.value(0), b.shape(0)
	var found []int
	for i := range a.Size() {
		if numberAt(a, i) != 0 {
			found = append(found, i)
		}
	}
	places := make([]int, len(shape)*len(found))
	for k, i := range found {
		for axis := len(shape) - 1; axis >= 0; axis-- {
			places[axis*len(found)+k] = i % shape[axis]
			i /= shape[axis]
		}
	}
	return gorgonia.Nodes{b.intTensor(places, len(shape), len(found))}
}
