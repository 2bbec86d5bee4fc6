package ops_test

import (
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxActivations is functions of one operand with attributes.
var onnxActivations = map[string]onnxBuilder{
	"Elu": func(b *onnxBuild) gorgonia.Nodes {
		return onnxActivation(b, func(x *gorgonia.Node) (*gorgonia.Node, error) { return ops.ELU(x, b.attrFloat("alpha", 1)) })
	},
	"LeakyRelu": func(b *onnxBuild) gorgonia.Nodes {
		return onnxActivation(b, func(x *gorgonia.Node) (*gorgonia.Node, error) { return ops.LeakyReLU(x, b.attrFloat("alpha", 0.01)) })
	},
	"Gelu": onnxGelu, "Selu": onnxSelu, "Celu": onnxCelu, "HardSigmoid": onnxHardSigmoid, "ThresholdedRelu": onnxThresholdedReLU,
	"Shrink": onnxShrink, "PRelu": onnxPrelu, "Swish": onnxSwish, "SwiGLU": onnxSwiGLU, "Clip": onnxClip,
}

func onnxActivation(b *onnxBuild, f function) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	return gorgonia.Nodes{drawn(f(b.x(0)))}
}

func onnxGelu(b *onnxBuild) gorgonia.Nodes {
	if b.attrString("approximate", "none") == "tanh" {
		return onnxActivation(b, ops.GELUTanh)
	}
	return onnxActivation(b, ops.GELU)
}

// onnxSelu is gamma·ELU(x, alpha), with SELU's constants by default.
func onnxSelu(b *onnxBuild) gorgonia.Nodes {
	if !b.given("alpha") && !b.given("gamma") && b.opset >= 6 {
		return onnxActivation(b, ops.SELU)
	}
	alpha, gamma := 1.67326319217681884765625, 1.05070102214813232421875
	if b.opset < 6 {
		alpha, gamma = 1.6732, 1.0507
	}
	alpha, gamma = b.attrFloat("alpha", alpha), b.attrFloat("gamma", gamma)
	return onnxActivation(b, func(x *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Scale(drawn(ops.ELU(x, alpha)), gamma)
	})
}

// onnxCelu is alpha·ELU(x/alpha, 1).
func onnxCelu(b *onnxBuild) gorgonia.Nodes {
	alpha := b.attrFloat("alpha", 1)
	return onnxActivation(b, func(x *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Scale(drawn(ops.ELU(drawn(ops.Scale(x, 1/alpha)), 1)), alpha)
	})
}

func onnxHardSigmoid(b *onnxBuild) gorgonia.Nodes {
	alpha, beta := b.attrFloat("alpha", 0.2), b.attrFloat("beta", 0.5)
	return onnxActivation(b, func(x *gorgonia.Node) (*gorgonia.Node, error) {
		return ops.Clamp(drawn(ops.Shift(drawn(ops.Scale(x, alpha)), beta)), 0, 1)
	})
}

func onnxThresholdedReLU(b *onnxBuild) gorgonia.Nodes {
	x := b.x(0)
	over := drawn(ops.Greater(x, b.scalar(x, b.attrFloat("alpha", 1))))
	return gorgonia.Nodes{drawn(ops.Where(over, x, b.scalar(x, 0)))}
}

// onnxShrink is x + bias below -lambd, x - bias above lambd, 0 between.
func onnxShrink(b *onnxBuild) gorgonia.Nodes {
	x, bias, lambd := b.x(0), b.attrFloat("bias", 0), b.attrFloat("lambd", 0.5)
	below := drawn(ops.Less(x, b.scalar(x, -lambd)))
	above := drawn(ops.Greater(x, b.scalar(x, lambd)))
	inner := drawn(ops.Where(above, drawn(ops.Shift(x, -bias)), b.scalar(x, 0)))
	return gorgonia.Nodes{drawn(ops.Where(below, drawn(ops.Shift(x, bias)), inner))}
}

// onnxPrelu is x where x ≥ 0, else slope·x. Before opset 7 a slope of one axis is
// one a channel, axis 1.
func onnxPrelu(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	x, slope := b.x(0), b.x(1)
	shape := b.shape(1)
	if b.opset < 7 && len(shape) == 1 && len(b.shape(0)) > 2 {
		for range b.shape(0)[2:] {
			shape = append(shape, 1)
		}
		slope = drawn(ops.Reshape(slope, shape...))
	}
	below := drawn(ops.Less(x, b.scalar(x, 0)))
	return gorgonia.Nodes{drawn(ops.Where(below, drawn(ops.Mul(x, slope)), x))}
}

func onnxSwish(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{onnxSwished(b.x(0), b.attrFloat("alpha", 1))}
}

// onnxSwished is x·σ(alpha·x).
func onnxSwished(x *gorgonia.Node, alpha float64) *gorgonia.Node {
	if alpha == 1 {
		return drawn(ops.SiLU(x))
	}
	return drawn(ops.Mul(x, drawn(ops.Sigmoid(drawn(ops.Scale(x, alpha))))))
}

func onnxSwiGLU(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Mul(onnxSwished(b.x(0), b.attrFloat("alpha", 1)), b.x(1)))}
}

// onnxClip has its bounds as attributes before opset 11. Where they cross, the
// upper one holds.
func onnxClip(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	lo, hi := b.attrFloat("min", math.Inf(-1)), b.attrFloat("max", math.Inf(1))
	if b.has(1) {
		lo = b.number(1)
	}
	if b.has(2) {
		hi = b.number(2)
	}
	x := b.x(0)
	if x.Dtype() == tensor.Int { // not by way of float64, which has no MaxInt
		if b.has(1) {
			x = drawn(ops.Maximum(x, b.x(1)))
		}
		if b.has(2) {
			x = drawn(ops.Minimum(x, b.x(2)))
		}
		return gorgonia.Nodes{x}
	}
	return gorgonia.Nodes{drawn(ops.Clamp(x, min(lo, hi), hi))}
}
