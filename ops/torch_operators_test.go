package ops_test

import (
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// torchBuilder draws a function of PyTorch: its results.
type torchBuilder = func(g *torchGraph) gorgonia.Nodes

var torchOperators = map[string]torchBuilder{
	"relu": torchUnary(ops.ReLU), "gelu": torchUnary(ops.GELU), "silu": torchUnary(ops.SiLU), "tanh": torchUnary(ops.Tanh),
	"sigmoid": torchUnary(ops.Sigmoid), "softplus": torchUnary(ops.Softplus), "exp": torchUnary(ops.Exp), "mish": torchUnary(ops.Mish),
	"log": torchUnary(ops.Log), "sqrt": torchUnary(ops.Sqrt), "abs": torchUnary(ops.Abs), "sin": torchUnary(ops.Sin),
	"cos": torchUnary(ops.Cos), "erf": torchUnary(ops.Erf), "rsqrt": torchUnary(ops.Rsqrt), "softsign": torchUnary(ops.Softsign),
	"selu": torchUnary(ops.SELU), "reciprocal": torchUnary(ops.Reciprocal), "square": torchUnary(ops.Square), "neg": torchUnary(ops.Neg),
	"gelu_tanh":  torchUnary(ops.GELUTanh),
	"elu":        torchUnary(func(x *gorgonia.Node) (*gorgonia.Node, error) { return ops.ELU(x, 1) }),
	"leaky_relu": torchUnary(func(x *gorgonia.Node) (*gorgonia.Node, error) { return ops.LeakyReLU(x, 0.01) }),
	"add":        torchBinary(ops.Add), "sub": torchBinary(ops.Sub), "mul": torchBinary(ops.Mul), "div": torchBinary(ops.Div),
	"pow": torchBinary(ops.Pow), "maximum": torchBinary(ops.Maximum), "minimum": torchBinary(ops.Minimum),
	"softmax": torchAlong(ops.Softmax), "log_softmax": torchAlong(ops.LogSoftmax),
	"logsumexp": torchAlong(func(x *gorgonia.Node, dim int) (*gorgonia.Node, error) { return ops.LogSumExp(x, false, dim) }),
	"sum":       torchReduction(ops.Sum), "mean": torchReduction(ops.Mean), "max": torchReduction(ops.Max),
	"min": torchReduction(ops.Min), "amax": torchReduction(ops.Max), "amin": torchReduction(ops.Min),
	"cumsum": torchAlong(func(x *gorgonia.Node, dim int) (*gorgonia.Node, error) { return ops.CumSum(x, dim, false, false) }),
	"softmax(masked_fill(-inf))": func(g *torchGraph) gorgonia.Nodes {
		hidden := gradcheck.Input(g.g, "hidden", tensor.New(tensor.FromScalar(float32(math.Inf(-1)))))
		return gorgonia.Nodes{drawn(ops.Softmax(drawn(ops.Where(g.x("keep"), g.x("x"), hidden)), -1))}
	},
	"layer_norm": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.LayerNorm(g.x("x"), g.x("weight"), g.x("bias"), g.eps()))}
	},
	"rms_norm": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.RMSNorm(g.x("x"), g.x("weight"), g.eps()))}
	},
	"linear": func(g *torchGraph) gorgonia.Nodes { return gorgonia.Nodes{g.linear(g.x("x"), "")} },
	"matmul": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.MatMul(g.x("a"), g.x("b"), false, false))}
	},
	"transpose": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{onnxMoved(g.x("x"), len(g.Inputs["x"].Shape)-1, len(g.Inputs["x"].Shape)-2)}
	},
	"cat": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.Concat(g.attrInt("dim"), g.x("a"), g.x("b")))}
	},
	"gather": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.GatherElements(g.x("x"), g.x("index"), g.attrInt("dim")))}
	},
	"embedding": func(g *torchGraph) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(ops.Embedding(g.x("weight"), g.x("ids"), -1))}
	},
	"cross_entropy": torchCrossEntropy, "mse": torchMSE, "kl_div": torchKL,
	"multi_head_self_attention": torchSelfAttention, "multi_head_cross_attention": torchCrossAttention,
	"transformer_encoder_layer": torchEncoderLayer, "transformer_decoder_layer": torchDecoderLayer,
}

func torchUnary(f function) torchBuilder {
	return func(g *torchGraph) gorgonia.Nodes { return gorgonia.Nodes{drawn(f(g.x("x")))} }
}

func torchBinary(f combination) torchBuilder {
	return func(g *torchGraph) gorgonia.Nodes { return gorgonia.Nodes{drawn(f(g.x("a"), g.x("b")))} }
}

func torchAlong(f func(x *gorgonia.Node, axis int) (*gorgonia.Node, error)) torchBuilder {
	return func(g *torchGraph) gorgonia.Nodes { return gorgonia.Nodes{drawn(f(g.x("x"), g.attrInt("dim")))} }
}

// torchReduction is over dim, the last axis where none is named.
func torchReduction(f reducing) torchBuilder {
	return func(g *torchGraph) gorgonia.Nodes {
		dim := -1
		g.attr("dim", &dim)
		return gorgonia.Nodes{drawn(f(g.x("x"), false, dim))}
	}
}

func torchCrossEntropy(g *torchGraph) gorgonia.Nodes {
	config, ignore, reduction, class := ops.CrossEntropyConfig{}, 0, "mean", ""
	g.attr("label_smoothing", &config.Smoothing)
	if g.attr("ignore_index", &ignore) {
		config.Ignore = []int{ignore}
	}
	g.attr("reduction", &reduction)
	config.Reduction = map[string]ops.Reduction{"mean": ops.ReductionMean, "sum": ops.ReductionSum, "none": ops.ReductionNone}[reduction]
	var weights *gorgonia.Node
	if g.attr("class_weight", &class) {
		weights = g.x(class)
	}
	return gorgonia.Nodes{drawn(ops.CrossEntropy(g.x("x"), g.x("target"), weights, config))}
}

func torchMSE(g *torchGraph) gorgonia.Nodes {
	return gorgonia.Nodes{drawn(ops.Mean(drawn(ops.Square(drawn(ops.Sub(g.x("x"), g.x("y"))))), false))}
}

// torchKL is Σ p·(log p - log q) a row, where p = onnxSoftmax(y) and q = onnxSoftmax(x).
func torchKL(g *torchGraph) gorgonia.Nodes {
	p, logP := drawn(ops.Softmax(g.x("y"), -1)), drawn(ops.LogSoftmax(g.x("y"), -1))
	sum := drawn(ops.Sum(drawn(ops.Mul(p, drawn(ops.Sub(logP, drawn(ops.LogSoftmax(g.x("x"), -1)))))), false))
	return gorgonia.Nodes{drawn(ops.Scale(sum, 1/float64(g.Inputs["x"].Shape[0])))}
}
