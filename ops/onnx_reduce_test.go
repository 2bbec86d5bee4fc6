package ops_test

import (
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxReductions is what makes axes one.
var onnxReductions = map[string]onnxBuilder{
	"ReduceSum": onnxReduction(ops.Sum, nil), "ReduceMean": onnxReduction(ops.Mean, nil),
	"ReduceMax": onnxReduction(ops.Max, nil), "ReduceMin": onnxReduction(ops.Min, nil), "ReduceProd": onnxReduction(ops.Prod, nil),
	"ReduceL1": onnxReduction(ops.Norm1, ops.Abs), "ReduceL2": onnxReduction(ops.Norm2, ops.Abs),
	"ReduceSumSquare": onnxReduction(ops.SumSquares, ops.Square), "ReduceLogSumExp": onnxReduction(ops.LogSumExp, nil),
	"ReduceLogSum": onnxReduction(onnxLogSum, ops.Log),
	"ArgMax":       onnxArg(ops.ArgMax), "ArgMin": onnxArg(ops.ArgMin), "CumSum": onnxCumSum, "Hardmax": onnxHardmax,
}

// reducing is an operation that reduces axes, all without any given.
type reducing = func(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error)

// onnxReduction reduces; none is what is left of it where no axis is reduced, the
// identity if nil.
func onnxReduction(reduce reducing, none function) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		x := b.x(0)
		dtype := x.Dtype()
		if !ops.TypeOf(x).Float() {
			x = onnxCast(x, tensor.Float64)
		}
		axes, keep := b.axes(), b.attrBool("keepdims", true)
		switch noop := b.attrBool("noop_with_empty_axes", false); {
		case len(axes) > 0 || !noop:
			x = drawn(reduce(x, keep, axes...))
		case none != nil:
			x = drawn(none(x))
		}
		return gorgonia.Nodes{onnxCast(x, dtype)}
	}
}

func onnxLogSum(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	return ops.Log(drawn(ops.Sum(x, keep, axes...)))
}

// axes is the axes given as an attribute or, since opset 13 or 18, as the second
// operand.
func (b *onnxBuild) axes() []int {
	if axes := b.attrInts("axes"); axes != nil {
		return axes
	}
	return b.ints(1)
}

// onnxCounted is axes counted from 0.
func onnxCounted(axes []int, rank int) []int {
	out := make([]int, len(axes))
	for i, a := range axes {
		if a < 0 {
			a += rank
		}
		if a < 0 || a >= rank {
			failDrawing("axis %d of rank %d", axes[i], rank)
		}
		out[i] = a
	}
	return out
}

func onnxArg(f func(x *gorgonia.Node, axis int, keep, last bool) (*gorgonia.Node, error)) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		keep, last := b.attrBool("keepdims", true), b.attrBool("select_last_index", false)
		return gorgonia.Nodes{drawn(f(b.x(0), b.attrInt("axis", 0), keep, last))}
	}
}

func onnxCumSum(b *onnxBuild) gorgonia.Nodes {
	x := b.x(0)
	dtype, axis := x.Dtype(), int(b.number(1))
	if dtype == tensor.Int {
		x = onnxCast(x, tensor.Float64)
	}
	return gorgonia.Nodes{onnxCast(drawn(ops.CumSum(x, axis, b.attrBool("exclusive", false), b.attrBool("reverse", false))), dtype)}
}

// onnxHardmax is 1 at the first maximum of an axis. Before opset 13 all axes from
// axis on are one.
func onnxHardmax(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{b.alongAxis(func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
		n := ops.TypeOf(x).Shape[axis]
		place := drawn(ops.ArgMax(x, axis, false, false))
		return ops.OneHot(place, n, 1, 0, axis, x.Dtype())
	})}
}

// alongAxis applies f along the attribute axis: since opset 13 the last by
// default; before, by default 1, f sees a matrix of the axes before and the rest.
func (b *onnxBuild) alongAxis(f func(x *gorgonia.Node, axis int) (*gorgonia.Node, error)) *gorgonia.Node {
	x := b.x(0)
	if b.opset >= 13 {
		return drawn(f(x, onnxCounted([]int{b.attrInt("axis", -1)}, len(b.shape(0)))[0]))
	}
	flat := drawn(ops.Flatten(x, b.attrInt("axis", 1)))
	return drawn(ops.Reshape(drawn(f(flat, 1)), b.shape(0)...))
}

// onnxMoved is x with an axis put elsewhere.
func onnxMoved(x *gorgonia.Node, from, to int) *gorgonia.Node {
	var order []int
	for a := range ops.TypeOf(x).Shape {
		if a != from {
			order = append(order, a)
		}
	}
	return drawn(ops.Transpose(x, slices.Insert(order, to, from)...))
}
