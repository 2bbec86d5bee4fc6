package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// applications is a use of every operation, of sizes that several workers share
// where that is cheap.
func applications() []application {
	var all []application
	for _, part := range [][]application{
		crossUnary(), crossBinary(), crossReductions(), crossMoves(), crossPicks(), crossProducts(), crossRows(), crossAttention(),
	} {
		all = append(all, part...)
	}
	return all
}

// node and number are what an operation takes beside its operands.
type (
	node   = *gorgonia.Node
	number = float64
)

func random(shape ...int) *tensor.Dense   { return gradcheck.Random(uint64(len(shape)), shape...) }
func positive(shape ...int) *tensor.Dense { return gradcheck.Positive(uint64(len(shape)), shape...) }

// integers counts 0 to below-1, round and round with a stride.
func integers(below, stride int, shape ...int) *tensor.Dense {
	xs := make([]int, tensor.Shape(shape).TotalSize())
	for i := range xs {
		xs[i] = i * stride % below
	}
	return gradcheck.Ints(xs, shape...)
}

// booleans is true twice of three times.
func booleans(shape ...int) *tensor.Dense {
	xs := make([]bool, tensor.Shape(shape).TotalSize())
	for i := range xs {
		xs[i] = i%3 != 1
	}
	return gradcheck.Bools(xs, shape...)
}

func crossUnary() []application {
	functions := map[string]function{
		"Exp": ops.Exp, "Sin": ops.Sin, "Cos": ops.Cos, "Tanh": ops.Tanh, "Sigmoid": ops.Sigmoid, "Erf": ops.Erf, "Neg": ops.Neg,
		"Abs": ops.Abs, "Square": ops.Square, "Sign": ops.Sign, "Floor": ops.Floor, "Ceil": ops.Ceil, "Round": ops.Round,
		"GELU": ops.GELU, "GELUTanh": ops.GELUTanh, "ReLU": ops.ReLU, "SiLU": ops.SiLU, "Softplus": ops.Softplus,
		"Softsign": ops.Softsign, "Mish": ops.Mish, "HardSigmoid": ops.HardSigmoid, "SELU": ops.SELU, "Identity": ops.Identity,
		"IsNaN": ops.IsNaN, "IsInf": ops.IsInf,
	}
	var all []application
	for name, f := range functions {
		all = append(all, use(name, alone(f), random(3, 7001)))
	}
	for name, f := range map[string]function{"Log": ops.Log, "Sqrt": ops.Sqrt, "Rsqrt": ops.Rsqrt, "Reciprocal": ops.Reciprocal} {
		all = append(all, use(name, alone(f), positive(3, 7001)))
	}
	for name, f := range map[string]func(node, number) (node, error){
		"Scale": ops.Scale, "Shift": ops.Shift, "LeakyReLU": ops.LeakyReLU, "ELU": ops.ELU, "Power": ops.Power,
	} {
		all = append(all, use(name, with(f, 1.5), positive(3, 7001)))
	}
	return append(all,
		use("Not", alone(ops.Not), booleans(5, 7)),
		use("Clamp", func(xs ...node) (node, error) { return ops.Clamp(xs[0], -0.5, 1) }, random(3, 7001)),
		use("Dropout", func(xs ...node) (node, error) { return ops.Dropout(xs[0], 0.3, 7) }, random(3, 7001)),
		use("Cast", func(xs ...node) (node, error) { return ops.Cast(xs[0], tensor.Int) }, random(3, 7)),
		use("Cast", func(xs ...node) (node, error) { return ops.Cast(xs[0], tensor.Float64) }, random(3, 7)),
	)
}

func crossBinary() []application {
	var all []application
	add := func(name string, f combination, in ...*tensor.Dense) {
		all = append(all, application{name: name, f: func(xs ...node) (node, error) { return f(xs[0], xs[1]) }, in: in})
	}
	for name, f := range map[string]combination{
		"Add": ops.Add, "Sub": ops.Sub, "Mul": ops.Mul, "Div": ops.Div, "Pow": ops.Pow, "Maximum": ops.Maximum, "Minimum": ops.Minimum,
		"Equal": ops.Equal, "NotEqual": ops.NotEqual, "Less": ops.Less, "LessEqual": ops.LessEqual, "Greater": ops.Greater,
		"GreaterEqual": ops.GreaterEqual,
	} {
		add(name, f, positive(3, 7001), positive(3, 7001))
		add(name, f, positive(2, 3, 5, 7), positive(3, 1, 7))
		add(name, f, positive(2, 1, 1, 7), positive(2, 3, 5, 7))
		add(name, f, positive(), positive(4, 5))
	}
	for name, f := range map[string]combination{"And": ops.And, "Or": ops.Or, "Xor": ops.Xor} {
		add(name, f, booleans(2, 3, 5), booleans(3, 1))
	}
	return append(all,
		use("Where", func(xs ...node) (node, error) { return ops.Where(xs[0], xs[1], xs[2]) }, booleans(3, 1), random(2, 3, 5), random(5)),
		use("MaskedFill", func(xs ...node) (node, error) { return ops.MaskedFill(xs[0], xs[1], -7) }, random(2, 3, 5), booleans(3, 5)),
	)
}

func crossReductions() []application {
	var all []application
	for name, f := range map[string]reducing{
		"Sum": ops.Sum, "Mean": ops.Mean, "Max": ops.Max, "Min": ops.Min, "Prod": ops.Prod, "LogSumExp": ops.LogSumExp,
		"SumSquares": ops.SumSquares, "Norm1": ops.Norm1, "Norm2": ops.Norm2,
	} {
		for _, axes := range [][]int{{-1}, {0}, {1}, {0, 2}, {}} {
			all = append(all, use(name, func(xs ...node) (node, error) { return f(xs[0], len(axes) == 1, axes...) }, random(3, 70, 101)))
		}
	}
	for name, f := range map[string]func(node, int, bool, bool) (node, error){
		"ArgMax": ops.ArgMax, "ArgMin": ops.ArgMin, "CumSum": ops.CumSum,
	} {
		for _, axis := range []int{0, 1, 2} {
			all = append(all, use(name, func(xs ...node) (node, error) { return f(xs[0], axis, axis == 1, axis == 2) }, random(3, 70, 101)))
		}
	}
	return append(all,
		use("SumTo", func(xs ...node) (node, error) { return ops.SumTo(xs[0], 70, 1) }, random(3, 70, 101)),
		use("TopK", func(xs ...node) (node, error) { y, _, err := ops.TopK(xs[0], 5, 1, true); return y, err }, random(3, 70, 11)),
		use("TopK", func(xs ...node) (node, error) { _, i, err := ops.TopK(xs[0], 5, 2, false); return i, err }, random(3, 70, 11)),
	)
}

func crossMoves() []application {
	var all []application
	add := func(name string, f function) {
		all = append(all, use(name, alone(f), random(6, 50, 60)))
	}
	add("Reshape", func(x node) (node, error) { return ops.Reshape(x, 50, -1) })
	add("Flatten", func(x node) (node, error) { return ops.Flatten(x, 1) })
	add("Unsqueeze Squeeze", func(x node) (node, error) { return ops.Squeeze(drawn(ops.Unsqueeze(x, 0, 2)), 0) })
	add("Transpose", func(x node) (node, error) { return ops.Transpose(x, 2, 0, 1) })
	add("Transpose", func(x node) (node, error) { return ops.Transpose(x) })
	add("Expand", func(x node) (node, error) { return ops.Expand(x, 2, 6, 50, 60) })
	add("Tile", func(x node) (node, error) { return ops.Tile(x, 2, 1, 3) })
	add("Slice", func(x node) (node, error) { return ops.Slice(x, 0, 1, 4, 1) })
	add("Slice", func(x node) (node, error) { return ops.Slice(x, 1, -2, 3, -7) })
	add("Pad", func(x node) (node, error) { return ops.Pad(x, []int{1, -2, 0}, []int{0, 3, 2}, 1.5) })
	add("PadEdge", func(x node) (node, error) { return ops.PadEdge(x, []int{1, 2, 0}, []int{0, 3, 2}) })
	add("PadReflect", func(x node) (node, error) { return ops.PadReflect(x, []int{1, 2, 0}, []int{0, 3, 2}) })
	add("PadWrap", func(x node) (node, error) { return ops.PadWrap(x, []int{1, 2, 0}, []int{0, 3, 2}) })
	add("Trilu", func(x node) (node, error) { return ops.Trilu(x, 1, true) })
	add("Split Concat", func(x node) (node, error) {
		parts, err := ops.Split(x, 1, 20, 5, 25)
		if err != nil {
			return nil, err
		}
		return ops.Concat(1, parts[2], parts[0], x, parts[0])
	})
	add("Stack", func(x node) (node, error) { return ops.Stack(1, x, drawn(ops.Neg(x))) })
	return all
}

func crossPicks() []application {
	x := random(40, 30, 11)
	var all []application
	add := func(name string, f gradcheck.Func, in ...*tensor.Dense) {
		all = append(all, application{name: name, f: f, in: in})
	}
	add("Gather", func(xs ...node) (node, error) { return ops.Gather(xs[0], xs[1], 1) }, x, integers(30, 7, 3, 50))
	add("IndexAdd", func(xs ...node) (node, error) { return ops.IndexAdd(xs[0], xs[1], xs[2], 0) }, x, integers(40, 7, 90), random(90, 30, 11))
	add("GatherElements", func(xs ...node) (node, error) { return ops.GatherElements(xs[0], xs[1], 2) }, x, integers(11, 7, 40, 30, 20))
	add("GatherND", func(xs ...node) (node, error) { return ops.GatherND(xs[0], xs[1], 0) }, x, integers(30, 7, 50, 2))
	add("ScatterAdd", func(xs ...node) (node, error) { return ops.ScatterAdd(xs[0], xs[1], xs[2], 0) },
		x, integers(40, 7, 50, 30, 11), random(50, 30, 11))
	for _, reduction := range []string{"none", "add", "mul", "max", "min"} {
		elements := func(xs ...node) (node, error) { return ops.ScatterElements(xs[0], xs[1], xs[2], 1, reduction) }
		nd := func(xs ...node) (node, error) { return ops.ScatterND(xs[0], xs[1], xs[2], reduction) }
		forwardOnly := reduction != "none" && reduction != "add"
		all = append(all,
			application{"ScatterElements", elements, []*tensor.Dense{x, integers(30, 7, 40, 50, 11), random(40, 50, 11)}, forwardOnly},
			application{"ScatterND", nd, []*tensor.Dense{x, integers(40, 7, 50, 1), random(50, 30, 11)}, forwardOnly})
	}
	add("Embedding", func(xs ...node) (node, error) { return ops.Embedding(xs[0], xs[1], 3) }, random(40, 300), integers(40, 7, 5, 50))
	add("OneHot", func(xs ...node) (node, error) { return ops.OneHot(xs[0], 12, 2, 1, 1, tensor.Float32) }, integers(14, 3, 6, 7))
	add("Append", func(xs ...node) (node, error) { return ops.Append(xs[0], xs[1], xs[2], 1) }, x, random(40, 4, 11), integers(20, 3, 40))
	add("AppendRound", func(xs ...node) (node, error) { return ops.AppendRound(xs[0], xs[1], xs[2], 1) }, x, random(40, 4, 11), integers(20, 3, 40))
	add("Reorder", func(xs ...node) (node, error) { return ops.Reorder(xs[0], xs[1]) }, x, integers(40, 3, 40))
	add("ReorderBetween", func(xs ...node) (node, error) { return ops.ReorderBetween(xs[0], xs[1], xs[2], xs[3], 1) },
		x, integers(40, 3, 40), integers(20, 4, 40), integers(30, 5, 40))
	return all
}

func crossProducts() []application {
	var all []application
	add := func(name string, f gradcheck.Func, in ...*tensor.Dense) {
		all = append(all, application{name: name, f: f, in: in})
	}
	product := func(transA, transB bool) gradcheck.Func {
		return func(xs ...node) (node, error) { return ops.MatMul(xs[0], xs[1], transA, transB) }
	}
	add("MatMul", product(false, false), random(70, 90), random(90, 130))
	add("MatMul", product(true, false), random(90, 70), random(90, 130))
	add("MatMul", product(false, true), random(2, 3, 70, 90), random(3, 13, 90))
	add("MatMul", product(true, true), random(3, 90, 70), random(2, 1, 13, 90))
	add("MatMul", product(false, false), random(90), random(4, 90, 5))
	add("MatMul", product(false, false), random(4, 5, 90), random(90))
	add("Gemm", func(xs ...node) (node, error) { return ops.Gemm(xs[0], xs[1], xs[2], 2, 3, false, true) },
		random(70, 90), random(13, 90), random(13))
	for act := ops.ActNone; act <= ops.ActSigmoid; act++ {
		add("Linear", func(xs ...node) (node, error) { return ops.Linear(xs[0], xs[1], xs[2], act) },
			random(3, 50, 40), random(130, 40), random(130))
	}
	add("Linear", func(xs ...node) (node, error) { return ops.Linear(xs[0], xs[1], nil, ops.ActNone) }, random(3, 50, 40), random(130, 40))
	return all
}
