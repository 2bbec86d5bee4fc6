package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// combination is an operation on two nodes, broadcasting.
type combination = func(x, y *gorgonia.Node) (*gorgonia.Node, error)

// onnxBinary is functions of two operands, and of any number.
var onnxBinary = map[string]onnxBuilder{
	"Add": onnxPair(ops.Add), "Sub": onnxPair(ops.Sub), "Mul": onnxPair(ops.Mul), "Div": onnxPair(onnxDivide), "Pow": onnxPower,
	"Equal": onnxPair(ops.Equal), "Greater": onnxPair(ops.Greater), "GreaterOrEqual": onnxPair(ops.GreaterEqual),
	"Less": onnxPair(ops.Less), "LessOrEqual": onnxPair(ops.LessEqual),
	"And": onnxPair(ops.And), "Or": onnxPair(ops.Or), "Xor": onnxPair(ops.Xor),
	"Max": onnxVariadic(ops.Maximum), "Min": onnxVariadic(ops.Minimum), "Sum": onnxVariadic(ops.Add), "Mean": onnxMean,
	"Where": onnxWhere, "Mod": onnxModulo,
}

func onnxPair(f combination) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		b.ignore("consumed_inputs")
		x, y := b.aligned()
		return gorgonia.Nodes{drawn(f(x, y))}
	}
}

// onnxDivide cuts the quotient of integers towards zero.
func onnxDivide(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	if x.Dtype() == tensor.Int {
		return ops.Cast(drawn(ops.Div(onnxCast(x, tensor.Float64), onnxCast(y, tensor.Float64))), tensor.Int)
	}
	return ops.Div(x, y)
}

// aligned is both operands. Before opset 7 the second is broadcast only if asked
// for, and its first axis is then put at the attribute axis of the first.
func (b *onnxBuild) aligned() (x, y *gorgonia.Node) {
	x, y = b.x(0), b.x(1)
	broadcast, axis := b.attrBool("broadcast", false), 0
	if !b.attribute("axis", &axis) || !broadcast {
		return x, y
	}
	rank, shape := len(b.shape(0)), b.shape(1)
	if axis < 0 {
		axis += rank
	}
	for len(shape)+axis < rank {
		shape = append(shape, 1)
	}
	return x, drawn(ops.Reshape(y, shape...))
}

// onnxPower has the first operand's dtype.
func onnxPower(b *onnxBuild) gorgonia.Nodes {
	x, y := b.aligned()
	if x.Dtype() == tensor.Int {
		z := drawn(ops.Pow(onnxCast(x, tensor.Float64), onnxCast(y, tensor.Float64)))
		return gorgonia.Nodes{onnxCast(z, tensor.Int)}
	}
	return gorgonia.Nodes{drawn(ops.Pow(x, onnxCast(y, x.Dtype())))}
}

func onnxVariadic(f combination) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		b.ignore("consumed_inputs")
		return gorgonia.Nodes{onnxFold(f, b.all())}
	}
}

func onnxFold(f combination, xs gorgonia.Nodes) *gorgonia.Node {
	sum := xs[0]
	for _, x := range xs[1:] {
		sum = drawn(f(sum, x))
	}
	return sum
}

func onnxMean(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	return gorgonia.Nodes{drawn(ops.Scale(onnxFold(ops.Add, b.all()), 1/float64(len(b.Inputs))))}
}

func onnxWhere(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Where(b.x(0), b.x(1), b.x(2)))}
}

// onnxModulo has the sign of the divisor, or with fmod that of the dividend.
func onnxModulo(b *onnxBuild) gorgonia.Nodes {
	x, y := b.x(0), b.x(1)
	dtype := x.Dtype()
	x, y = onnxCast(x, tensor.Float64), onnxCast(y, tensor.Float64)
	quotient := drawn(ops.Div(x, y))
	whole := drawn(ops.Floor(quotient))
	if b.attrBool("fmod", false) {
		whole = drawn(ops.Mul(drawn(ops.Sign(quotient)), drawn(ops.Floor(drawn(ops.Abs(quotient))))))
	}
	return gorgonia.Nodes{onnxCast(drawn(ops.Sub(x, drawn(ops.Mul(y, whole)))), dtype)}
}
