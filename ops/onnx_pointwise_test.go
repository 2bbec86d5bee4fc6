package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxBuilder draws an ONNX operator: its results, nil for one not computed.
type onnxBuilder func(b *onnxBuild) gorgonia.Nodes

// onnxOperators is the table of all operators, filled from each file's own.
var onnxOperators = map[string]onnxBuilder{}

func init() {
	for _, table := range []map[string]onnxBuilder{
		onnxPointwise, onnxBinary, onnxActivations, onnxReductions, onnxShapes, onnxCuts,
		onnxPicks, onnxMatrices, onnxNorms, onnxLosses, onnxConstants,
	} {
		for name, build := range table {
			onnxOperators[name] = build
		}
	}
}

// function is an operation on one node.
type function = func(*gorgonia.Node) (*gorgonia.Node, error)

// onnxPointwise is functions of one operand without attributes.
var onnxPointwise = map[string]onnxBuilder{
	"Abs": onnxEach(ops.Abs), "Ceil": onnxEach(ops.Ceil), "Cos": onnxEach(ops.Cos), "Erf": onnxEach(ops.Erf),
	"Exp": onnxEach(ops.Exp), "Floor": onnxEach(ops.Floor), "Log": onnxEach(ops.Log), "Mish": onnxEach(ops.Mish),
	"Neg": onnxEach(ops.Neg), "Reciprocal": onnxEach(ops.Reciprocal), "Relu": onnxEach(ops.ReLU),
	"Round": onnxEach(ops.Round), "Sigmoid": onnxEach(ops.Sigmoid), "Sign": onnxEach(ops.Sign), "Sin": onnxEach(ops.Sin),
	"Softplus": onnxEach(ops.Softplus), "Softsign": onnxEach(ops.Softsign), "Sqrt": onnxEach(ops.Sqrt),
	"Tanh": onnxEach(ops.Tanh), "Tan": onnxEach(onnxTangent), "Sinh": onnxEach(onnxSinh), "Cosh": onnxEach(onnxCosh),
	"Asinh": onnxEach(onnxAsinh), "Acosh": onnxEach(onnxAcosh), "Atanh": onnxEach(onnxAtanh), "HardSwish": onnxEach(onnxHardSwish),
	"Identity": func(b *onnxBuild) gorgonia.Nodes { return gorgonia.Nodes{b.x(0)} },
	"Not":      func(b *onnxBuild) gorgonia.Nodes { return gorgonia.Nodes{drawn(ops.Not(b.x(0)))} },
	"IsNaN":    func(b *onnxBuild) gorgonia.Nodes { return gorgonia.Nodes{drawn(ops.IsNaN(b.x(0)))} },
	"IsInf":    onnxIsInf, "Cast": onnxCastTo, "CastLike": onnxCastLike, "Dropout": onnxDropout,
}

func onnxEach(f function) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		b.ignore("consumed_inputs")
		return gorgonia.Nodes{onnxViaFloat(f, b.x(0))}
	}
}

// onnxViaFloat applies f, to integers as float64s.
func onnxViaFloat(f function, x *gorgonia.Node) *gorgonia.Node {
	if x.Dtype() != tensor.Int {
		return drawn(f(x))
	}
	return drawn(ops.Cast(drawn(f(drawn(ops.Cast(x, tensor.Float64)))), tensor.Int))
}

func onnxTangent(x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.Div(drawn(ops.Sin(x)), drawn(ops.Cos(x)))
}

func onnxSinh(x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.Scale(drawn(ops.Sub(drawn(ops.Exp(x)), drawn(ops.Exp(drawn(ops.Neg(x)))))), 0.5)
}

func onnxCosh(x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.Scale(drawn(ops.Add(drawn(ops.Exp(x)), drawn(ops.Exp(drawn(ops.Neg(x)))))), 0.5)
}

// onnxAsinh is sign(x)·log(|x| + √(x² + 1)).
func onnxAsinh(x *gorgonia.Node) (*gorgonia.Node, error) {
	root := drawn(ops.Sqrt(drawn(ops.Shift(drawn(ops.Square(x)), 1))))
	return ops.Mul(drawn(ops.Sign(x)), drawn(ops.Log(drawn(ops.Add(drawn(ops.Abs(x)), root)))))
}

// onnxAcosh is log(x + √(x² - 1)).
func onnxAcosh(x *gorgonia.Node) (*gorgonia.Node, error) {
	root := drawn(ops.Sqrt(drawn(ops.Shift(drawn(ops.Square(x)), -1))))
	return ops.Log(drawn(ops.Add(x, root)))
}

// onnxAtanh is ½·log((1 + x)/(1 - x)).
func onnxAtanh(x *gorgonia.Node) (*gorgonia.Node, error) {
	ratio := drawn(ops.Div(drawn(ops.Shift(x, 1)), drawn(ops.Shift(drawn(ops.Neg(x)), 1))))
	return ops.Scale(drawn(ops.Log(ratio)), 0.5)
}

func onnxHardSwish(x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.Mul(x, drawn(ops.HardSigmoid(x)))
}

func onnxIsInf(b *onnxBuild) gorgonia.Nodes {
	x := b.x(0)
	y, zero := drawn(ops.IsInf(x)), b.scalar(x, 0)
	if !b.attrBool("detect_negative", true) {
		y = drawn(ops.And(y, drawn(ops.Greater(x, zero))))
	}
	if !b.attrBool("detect_positive", true) {
		y = drawn(ops.And(y, drawn(ops.Less(x, zero))))
	}
	return gorgonia.Nodes{y}
}

// onnxDtype is our dtype for TensorProto's number or name.
func onnxDtype(to any) tensor.Dtype {
	switch to {
	case 1.0, "FLOAT":
		return tensor.Float32
	case 11.0, "DOUBLE":
		return tensor.Float64
	case 6.0, 7.0, "INT32", "INT64":
		return tensor.Int
	case 9.0, "BOOL":
		return tensor.Bool
	}
	failDrawing("dtype %v of TensorProto", to)
	return tensor.Float32
}

func onnxCastTo(b *onnxBuild) gorgonia.Nodes {
	var to any
	b.attribute("to", &to)
	b.ignore("saturate", "round_mode")
	return gorgonia.Nodes{onnxCast(b.x(0), onnxDtype(to))}
}

func onnxCastLike(b *onnxBuild) gorgonia.Nodes {
	b.ignore("saturate", "round_mode")
	return gorgonia.Nodes{onnxCast(b.x(0), b.x(1).Dtype())}
}

func onnxCast(x *gorgonia.Node, to tensor.Dtype) *gorgonia.Node {
	if x.Dtype() == to {
		return x
	}
	return drawn(ops.Cast(x, to))
}

// onnxDropout is the identity when not training, or with a ratio of 0. Which
// elements a training one drops, ONNX does not say.
func onnxDropout(b *onnxBuild) gorgonia.Nodes {
	b.ignore("seed", "consumed_inputs")
	training := b.opset < 7 && !b.attrBool("is_test", false)
	ratio := b.attrFloat("ratio", 0.5)
	if b.has(1) {
		ratio = b.number(1)
	}
	if b.has(2) {
		training = b.number(2) != 0
	}
	y := b.x(0)
	if training {
		if ratio != 0 {
			failDrawing("a seed of ONNX's has no meaning here")
		}
		y = drawn(ops.Dropout(y, 0, 1))
	}
	if !b.wants(1) {
		return gorgonia.Nodes{y}
	}
	keep := make([]bool, tensor.Shape(b.shape(0)).TotalSize())
	for i := range keep {
		keep[i] = true
	}
	mask := b.boolTensor(keep, b.shape(0)...)
	if b.opset < 10 {
		mask = onnxCast(mask, y.Dtype())
	}
	return gorgonia.Nodes{y, mask}
}
