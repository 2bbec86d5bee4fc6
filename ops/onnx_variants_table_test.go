package ops_test

import "slices"

func onnxVariants() []variant {
	return slices.Concat(variantsPointwise(), variantsBroadcast(), variantsReduced(), variantsMoved(), variantsPicked(), variantsRows())
}

func variantsPointwise() []variant {
	x := fs(4)(-2, -0.5, 0.5, 2)
	return []variant{
		{"Sin", 7, "", all(x), all(fs(4)(-0.909297, -0.479426, 0.479426, 0.909297))},
		{"Cos", 7, "", all(x), all(fs(4)(-0.416147, 0.877583, 0.877583, -0.416147))},
		{"Tan", 7, "", all(x), all(fs(4)(2.18504, -0.546302, 0.546302, -2.18504))},
		{"Sinh", 9, "", all(x), all(fs(4)(-3.62686, -0.521095, 0.521095, 3.62686))},
		{"Cosh", 9, "", all(x), all(fs(4)(3.7622, 1.12763, 1.12763, 3.7622))},
		{"Asinh", 9, "", all(x), all(fs(4)(-1.44364, -0.481212, 0.481212, 1.44364))},
		{"Acosh", 9, "", all(fs(3)(1, 1.5, 10)), all(fs(3)(0, 0.962424, 2.99322))},
		{"Atanh", 9, "", all(fs(3)(-0.9, 0, 0.5)), all(fs(3)(-1.47222, 0, 0.549306))},
		{"Sign", 13, "", all(fs(3)(-3, 0, 7)), all(fs(3)(-1, 0, 1))},
		{"Sign", 13, "", all(is(3)(-3, 0, 7)), all(is(3)(-1, 0, 1))},
		{"Abs", 13, "", all(is(2)(-3, 7)), all(is(2)(3, 7))},
		{"Neg", 13, "", all(is(2)(-3, 7)), all(is(2)(3, -7))},
		{"Celu", 12, `{"alpha": 2}`, all(x), all(fs(4)(-1.264241, -0.442398, 0.5, 2))},
		{"HardSigmoid", 6, "", all(fs(4)(-3, -1, 1, 3)), all(fs(4)(0, 0.3, 0.7, 1))},
		{"HardSigmoid", 6, `{"alpha": 0.5, "beta": 0.25}`, all(x), all(fs(4)(0, 0, 0.5, 1))},
		{"HardSwish", 14, "", all(fs(4)(-4, -1.5, 1.5, 4)), all(fs(4)(0, -0.375, 1.125, 4))},
		{"ThresholdedRelu", 10, `{"alpha": 0.5}`, all(x), all(fs(4)(0, 0, 0, 2))},
		{"Shrink", 9, `{"lambd": 1, "bias": 0.25}`, all(x), all(fs(4)(-1.75, 0, 0, 1.75))},
		{"Selu", 1, "", all(x), all(fs(4)(-1.520108, -0.691732, 0.52535, 2.1014))},
		{"Swish", 24, `{"alpha": 2}`, all(fs(2)(1, -1)), all(fs(2)(0.880797, -0.119203))},
		{"Clip", 6, `{"min": -1, "max": 1}`, all(x), all(fs(4)(-1, -0.5, 0.5, 1))},
		{"Clip", 6, `{"max": 1}`, all(x), all(fs(4)(-2, -0.5, 0.5, 1))},
		{"Clip", 12, "", all(is(3)(-5, 0, 9), is()(-2), is()(4)), all(is(3)(-2, 0, 4))},
		{"Clip", 13, "", all(x), all(x)},
		{"IsInf", 10, `{"detect_negative": 0, "detect_positive": 0}`, all(fs(2)(1, 2)), all(bs(2)(false, false))},
		{"Cast", 1, `{"to": "INT64"}`, all(fs(3)(-1.7, 0.2, 2.9)), all(is(3)(-1, 0, 2))},
		{"Cast", 9, `{"to": 9}`, all(fs(3)(-1.7, 0, 2.9)), all(bs(3)(true, false, true))},
		{"Cast", 9, `{"to": 1}`, all(bs(2)(true, false)), all(fs(2)(1, 0))},
		{"CastLike", 15, "", all(fs(2)(1.5, 2.5), is(1)(0)), all(is(2)(1, 2))},
		{"Dropout", 10, `{"ratio": 0.3}`, all(fs(2)(1, 2)), all(fs(2)(1, 2), bs(2)(true, true))},
		{"Dropout", 7, "", all(fs(2)(1, 2)), all(fs(2)(1, 2), fs(2)(1, 1))},
		{"Dropout", 6, `{"is_test": 1, "ratio": 0.3}`, all(fs(2)(1, 2)), all(fs(2)(1, 2))},
	}
}

func variantsBroadcast() []variant {
	x := fs(2, 3)(1, 2, 3, 4, 5, 6)
	deep := fs(2, 2, 2)(1, 2, 3, 4, 5, 6, 7, 8)
	return []variant{
		{"Add", 6, `{"broadcast": 1, "axis": 0}`, all(x, fs(2)(10, 20)), all(fs(2, 3)(11, 12, 13, 24, 25, 26))},
		{"Mul", 6, `{"broadcast": 1, "axis": -2}`, all(x, fs(2)(10, 20)), all(fs(2, 3)(10, 20, 30, 80, 100, 120))},
		{"Sub", 6, `{"broadcast": 1, "axis": 1}`, all(deep, fs(2)(1, 2)), all(fs(2, 2, 2)(0, 1, 1, 2, 4, 5, 5, 6))},
		{"Div", 6, `{"broadcast": 1}`, all(x, fs()(2)), all(fs(2, 3)(0.5, 1, 1.5, 2, 2.5, 3))},
		{"Greater", 1, `{"broadcast": 1, "axis": 0}`, all(x, fs(2)(2, 5)), all(bs(2, 3)(false, false, true, false, false, true))},
		{"And", 1, `{"broadcast": 1, "axis": 0}`, all(bs(2, 2)(true, true, true, false), bs(2)(true, false)), all(bs(2, 2)(true, true, false, false))},
		{"Xor", 7, "", all(bs(2, 2)(true, true, false, false), bs(2)(true, false)), all(bs(2, 2)(false, true, true, false))},
		{"Equal", 11, "", all(bs(2)(true, false), bs(2)(true, true)), all(bs(2)(true, false))},
		{"Div", 14, "", all(is(4)(7, -7, 7, -7), is(4)(2, 2, -2, -2)), all(is(4)(3, -3, -3, 3))},
		{"Pow", 13, "", all(is(3)(2, 3, -2), is(3)(3, 2, 3)), all(is(3)(8, 9, -8))},
		{"Pow", 13, "", all(fs(3)(2, 3, 4), is(3)(3, 2, -1)), all(fs(3)(8, 9, 0.25))},
		{"Pow", 13, "", all(is(2)(2, 9), fs(2)(3, 0.5)), all(is(2)(8, 3))},
		{"Mod", 13, "", all(is(4)(-4, 7, 5, 4), is(4)(2, -3, 8, -2)), all(is(4)(0, -2, 5, 0))},
		{"Mod", 13, `{"fmod": 1}`, all(fs(4)(-4.3, 7.2, 5, 4.3), fs(4)(2.1, -3.4, 8, -2.1)), all(fs(4)(-0.1, 0.4, 5, 0.1))},
		{"Max", 13, "", all(is(3)(1, 5, 3), is(3)(2, 2, 2)), all(is(3)(2, 5, 3))},
		{"Min", 8, "", all(x, fs(3)(3, 3, 3), fs(1)(2)), all(fs(2, 3)(1, 2, 2, 2, 2, 2))},
		{"Sum", 8, "", all(x, fs(2, 1)(10, 20)), all(fs(2, 3)(11, 12, 13, 24, 25, 26))},
		{"Mean", 8, "", all(fs(2)(1, 3), fs(1)(3)), all(fs(2)(2, 3))},
		{"Where", 16, "", all(bs(2, 1)(true, false), x, fs()(0)), all(fs(2, 3)(1, 2, 3, 0, 0, 0))},
		{"PRelu", 6, "", all(fs(1, 2, 2)(-1, 1, -2, 2), fs(2)(0.5, 0.25)), all(fs(1, 2, 2)(-0.5, 1, -0.5, 2))},
		{"PRelu", 9, "", all(fs(1, 2, 2)(-1, 1, -2, -2), fs(2)(0.5, 0.25)), all(fs(1, 2, 2)(-0.5, 1, -1, -0.5))},
	}
}

func variantsReduced() []variant {
	x := fs(2, 3)(1, -2, 3, 4, 5, -6)
	return []variant{
		{"ReduceSum", 11, `{"axes": [1], "keepdims": 0}`, all(x), all(fs(2)(2, 3))},
		{"ReduceSum", 13, "", all(x), all(fs(1, 1)(5))},
		{"ReduceSum", 13, `{"keepdims": 0}`, all(is(2, 2)(1, 2, 3, 4), is(1)(0)), all(is(2)(4, 6))},
		{"ReduceMean", 11, `{"axes": [-2]}`, all(x), all(fs(1, 3)(2.5, 1.5, -1.5))},
		{"ReduceL1", 18, `{"noop_with_empty_axes": 1}`, all(x), all(fs(2, 3)(1, 2, 3, 4, 5, 6))},
		{"ReduceL2", 18, `{"noop_with_empty_axes": 1}`, all(x), all(fs(2, 3)(1, 2, 3, 4, 5, 6))},
		{"ReduceSumSquare", 18, `{"noop_with_empty_axes": 1}`, all(x), all(fs(2, 3)(1, 4, 9, 16, 25, 36))},
		{"ReduceLogSum", 18, `{"noop_with_empty_axes": 1}`, all(fs(2)(1, 2.718282)), all(fs(2)(0, 1))},
		{"ReduceLogSumExp", 18, `{"noop_with_empty_axes": 1}`, all(x), all(x)},
		{"ReduceProd", 11, `{"axes": [0, 1], "keepdims": 0}`, all(x), all(fs()(720))},
		{"ReduceMax", 20, "", all(bs(2, 2)(false, true, false, false), is(1)(1)), all(bs(2, 1)(true, false))},
		{"ReduceMin", 12, `{"axes": [1]}`, all(is(2, 2)(4, 3, 7, 9)), all(is(2, 1)(3, 7))},
		{"ReduceSum", 13, "", all(fs()(3)), all(fs()(3))},
		{"ArgMax", 12, `{"axis": 1, "keepdims": 0}`, all(is(2, 3)(1, 7, 7, 9, 3, 3)), all(is(2)(1, 0))},
		{"ArgMin", 1, "", all(x), all(is(1, 3)(0, 0, 1))},
		{"CumSum", 14, `{"exclusive": 1, "reverse": 1}`, all(x, is()(-1)), all(fs(2, 3)(1, 3, 0, -1, -6, 0))},
		{"CumSum", 14, "", all(is(3)(1, 2, 3), is(1)(0)), all(is(3)(1, 3, 6))},
		{"Hardmax", 13, `{"axis": 0}`, all(x), all(fs(2, 3)(0, 0, 1, 1, 1, 0))},
		{"Hardmax", 11, `{"axis": 0}`, all(x), all(fs(2, 3)(0, 0, 0, 0, 1, 0))},
		{"Einsum", 12, `{"equation": "bij,bjk->bik"}`, all(fs(2, 1, 2)(1, 2, 3, 4), fs(2, 2, 1)(5, 6, 7, 8)), all(fs(2, 1, 1)(17, 53))},
		{"Einsum", 12, `{"equation": "ij->i"}`, all(x), all(fs(2)(2, 3))},
		{"Einsum", 12, `{"equation": "ij,jk"}`, all(fs(1, 2)(1, 2), fs(2, 1)(3, 4)), all(fs(1, 1)(11))},
		{"Einsum", 12, `{"equation": "...ij, ...jk -> ...ik"}`, all(fs(1, 2)(1, 2), fs(2, 2, 1)(5, 6, 7, 8)), all(fs(2, 1, 1)(17, 23))},
		{"Einsum", 12, `{"equation": "ii"}`, all(fs(2, 2)(1, 2, 3, 4)), all(fs()(5))},
		{"Einsum", 12, `{"equation": "i,j->ji"}`, all(fs(2)(1, 2), fs(2)(3, 4)), all(fs(2, 2)(3, 6, 4, 8))},
		{"MatMul", 13, "", all(is(2, 2)(1, 2, 3, 4), is(2)(5, 6)), all(is(2)(17, 39))},
		{"Gemm", 6, `{"broadcast": 1, "alpha": 2}`, all(fs(1, 2)(1, 2), fs(2, 1)(3, 4), fs(1)(5)), all(fs(1, 1)(27))},
		{"Gemm", 11, "", all(fs(1, 2)(1, 2), fs(2, 1)(3, 4)), all(fs(1, 1)(11))},
		{"Gemm", 13, "", all(is(1, 2)(1, 2), is(2, 1)(3, 4), is(1)(5)), all(is(1, 1)(16))},
	}
}

func variantsMoved() []variant {
	x := fs(2, 3)(1, 2, 3, 4, 5, 6)
	return []variant{
		{"Reshape", 1, `{"shape": [0, -1, 1]}`, all(x), all(fs(2, 3, 1)(1, 2, 3, 4, 5, 6))},
		{"Flatten", 9, `{"axis": 0}`, all(x), all(fs(1, 6)(1, 2, 3, 4, 5, 6))},
		{"Flatten", 13, `{"axis": 2}`, all(x), all(fs(6, 1)(1, 2, 3, 4, 5, 6))},
		{"Squeeze", 11, "", all(fs(1, 2, 1)(1, 2)), all(fs(2)(1, 2))},
		{"Squeeze", 11, `{"axes": [-1]}`, all(fs(1, 2, 1)(1, 2)), all(fs(1, 2)(1, 2))},
		{"Unsqueeze", 11, `{"axes": [0, -1]}`, all(fs(2)(1, 2)), all(fs(1, 2, 1)(1, 2))},
		{"Expand", 13, "", all(fs(2, 1)(1, 2), is(1)(1)), all(fs(2, 1)(1, 2))},
		{"Tile", 1, "", all(fs(1, 2)(1, 2), is(1)(3), is(1)(1)), all(fs(1, 6)(1, 2, 1, 2, 1, 2))},
		{"Concat", 1, "", all(fs(1, 1)(1), fs(1, 2)(2, 3)), all(fs(1, 3)(1, 2, 3))},
		{"DepthToSpace", 13, `{"blocksize": 2}`, all(fs(1, 4, 1, 1)(1, 2, 3, 4)), all(fs(1, 1, 2, 2)(1, 2, 3, 4))},
		{"DepthToSpace", 13, `{"blocksize": 2}`, all(fs(1, 8, 1, 1)(1, 2, 3, 4, 5, 6, 7, 8)), all(fs(1, 2, 2, 2)(1, 3, 5, 7, 2, 4, 6, 8))},
		{"DepthToSpace", 13, `{"blocksize": 2, "mode": "CRD"}`, all(fs(1, 8, 1, 1)(1, 2, 3, 4, 5, 6, 7, 8)), all(fs(1, 2, 2, 2)(1, 2, 3, 4, 5, 6, 7, 8))},
		{"SpaceToDepth", 13, `{"blocksize": 2}`, all(fs(1, 2, 2, 2)(1, 3, 5, 7, 2, 4, 6, 8)), all(fs(1, 8, 1, 1)(1, 2, 3, 4, 5, 6, 7, 8))},
		{"Slice", 1, `{"starts": [0, 1], "ends": [1, 1000]}`, all(x), all(fs(1, 2)(2, 3))},
		{"Slice", 9, `{"axes": [1], "starts": [-2], "ends": [-1]}`, all(x), all(fs(2, 1)(2, 5))},
		{"Slice", 11, "", all(x, is(1)(-1), is(1)(-9223372036854775808), is(1)(1), is(1)(-2)), all(fs(2, 2)(3, 1, 6, 4))},
		{"Slice", 13, "", all(x, is(2)(1, 0), is(2)(2, 9223372036854775807), nil, is(2)(1, 2)), all(fs(1, 2)(4, 6))},
		{"Split", 2, `{"axis": 1, "split": [1, 2]}`, all(x), all(fs(2, 1)(1, 4), fs(2, 2)(2, 3, 5, 6))},
		{"Split", 11, `{"axis": -1}`, all(x), all(fs(2, 1)(1, 4), fs(2, 1)(2, 5), fs(2, 1)(3, 6))},
		{"Pad", 2, `{"pads": [0, 1, 1, 0], "value": 9}`, all(x), all(fs(3, 4)(9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9))},
		{"Pad", 2, `{"mode": "reflect", "pads": [0, 2, 0, 1]}`, all(x), all(fs(2, 6)(3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5))},
		{"Pad", 2, `{"mode": "edge", "pads": [0, 1, 0, -1]}`, all(x), all(fs(2, 3)(1, 1, 2, 4, 4, 5))},
		{"Pad", 19, `{"mode": "wrap"}`, all(x, is(2)(1, 2), nil, is(1)(1)), all(fs(2, 6)(3, 1, 2, 3, 1, 2, 6, 4, 5, 6, 4, 5))},
		{"Pad", 13, "", all(is(2)(1, 2), is(2)(1, 0), is()(7)), all(is(3)(7, 1, 2))},
		{"Trilu", 14, "", all(fs(2, 3)(1, 2, 3, 4, 5, 6), is()(1)), all(fs(2, 3)(0, 2, 3, 0, 0, 6))},
		{"Trilu", 14, `{"upper": 0}`, all(bs(2, 2)(true, true, true, true)), all(bs(2, 2)(true, false, true, true))},
		{"EyeLike", 9, `{"k": 1}`, all(fs(2, 3)(0, 0, 0, 0, 0, 0)), all(fs(2, 3)(0, 1, 0, 0, 0, 1))},
		{"EyeLike", 9, `{"dtype": 7}`, all(fs(2, 2)(0, 0, 0, 0)), all(is(2, 2)(1, 0, 0, 1))},
		{"Range", 11, "", all(is()(10), is()(4), is()(-2)), all(is(3)(10, 8, 6))},
		{"Constant", 13, `{"value_floats": [1, 2]}`, nil, all(fs(2)(1, 2))},
		{"Constant", 13, `{"value_int": 3}`, nil, all(is()(3))},
		{"ConstantOfShape", 9, "", all(is(2)(1, 2)), all(fs(1, 2)(0, 0))},
		{"Shape", 1, "", all(x), all(is(2)(2, 3))},
	}
}

func variantsPicked() []variant {
	x := fs(2, 3)(1, 2, 3, 4, 5, 6)
	return []variant{
		{"Gather", 1, "", all(x, is()(-1)), all(fs(3)(4, 5, 6))},
		{"Gather", 13, `{"axis": 1}`, all(is(2, 3)(1, 2, 3, 4, 5, 6), is(2)(2, 0)), all(is(2, 2)(3, 1, 6, 4))},
		{"GatherElements", 13, "", all(x, is(1, 3)(1, 0, -1)), all(fs(1, 3)(4, 2, 6))},
		{"GatherND", 13, "", all(fs(2, 2)(0, 1, 2, 3), is(2, 2)(0, 0, 1, 1)), all(fs(2)(0, 3))},
		{"GatherND", 13, "", all(fs(2, 2, 2)(0, 1, 2, 3, 4, 5, 6, 7), is(2, 1, 2)(0, 1, 1, 0)), all(fs(2, 1, 2)(2, 3, 4, 5))},
		{"GatherND", 13, `{"batch_dims": 1}`, all(fs(2, 2, 2)(0, 1, 2, 3, 4, 5, 6, 7), is(2, 1)(1, 0)), all(fs(2, 2)(2, 3, 4, 5))},
		{"Scatter", 9, `{"axis": 1}`, all(x, is(1, 2)(2, 0), fs(1, 2)(7, 8)), all(fs(2, 3)(8, 2, 7, 4, 5, 6))},
		{"ScatterElements", 18, `{"axis": 1, "reduction": "add"}`, all(fs(1, 3)(1, 2, 3), is(1, 2)(1, 1), fs(1, 2)(10, 20)), all(fs(1, 3)(1, 32, 3))},
		{"ScatterElements", 18, `{"axis": -1, "reduction": "min"}`, all(fs(1, 3)(1, 2, 3), is(1, 2)(1, 2), fs(1, 2)(10, -20)), all(fs(1, 3)(1, 2, -20))},
		{"ScatterND", 18, `{"reduction": "add"}`, all(fs(2, 2)(1, 2, 3, 4), is(2, 1)(1, 1), fs(2, 2)(10, 20, 30, 40)), all(fs(2, 2)(1, 2, 43, 64))},
		{"OneHot", 11, "", all(is(2)(1, 3), is()(3), is(2)(5, 9)), all(is(2, 3)(5, 9, 5, 5, 5, 5))},
		{"OneHot", 11, `{"axis": 0}`, all(fs(2)(1, -1), fs(1)(3), fs(2)(0, 1)), all(fs(3, 2)(0, 0, 1, 0, 0, 1))},
		{"TopK", 1, `{"k": 2}`, all(x), all(fs(2, 2)(3, 2, 6, 5), is(2, 2)(2, 1, 2, 1))},
		{"TopK", 11, `{"largest": 0, "axis": 0, "sorted": 1}`, all(x, is(1)(1)), all(fs(1, 3)(1, 2, 3), is(1, 3)(0, 0, 0))},
		{"Compress", 11, `{"axis": 1}`, all(x, bs(3)(true, false, true)), all(fs(2, 2)(1, 3, 4, 6))},
		{"Compress", 11, "", all(x, bs(5)(false, true, false, false, true)), all(fs(2)(2, 5))},
		{"ReverseSequence", 10, `{"batch_axis": 0, "time_axis": 1}`, all(x, is(2)(2, 3)), all(fs(2, 3)(2, 1, 3, 6, 5, 4))},
		{"ReverseSequence", 10, "", all(fs(3, 2)(1, 2, 3, 4, 5, 6), is(2)(1, 2)), all(fs(3, 2)(1, 4, 3, 2, 5, 6))},
		{"NonZero", 13, "", all(fs(2, 2)(1, 0, 0, 3)), all(is(2, 2)(0, 1, 0, 1))},
	}
}

func variantsRows() []variant {
	x := fs(1, 2, 2)(0, 0.6931472, 0, 1.0986123) // e^x is 1, 2, 1, 3
	two := fs(1, 2)(1, 3)
	return []variant{
		{"Softmax", 11, "", all(x), all(fs(1, 2, 2)(1./7, 2./7, 1./7, 3./7))},
		{"Softmax", 11, `{"axis": -1}`, all(x), all(fs(1, 2, 2)(1./3, 2./3, 0.25, 0.75))},
		{"Softmax", 13, `{"axis": 1}`, all(x), all(fs(1, 2, 2)(0.5, 0.4, 0.5, 0.6))},
		{"LogSoftmax", 9, `{"axis": 0}`, all(x), all(fs(1, 2, 2)(-1.945910, -1.252763, -1.945910, -0.847298))},
		{"LayerNormalization", 17, `{"epsilon": 0}`, all(two, fs(2)(2, 2)), all(fs(1, 2)(-2, 2))},
		{"LayerNormalization", 17, `{"epsilon": 0}`, all(two, fs(1)(2), fs(1)(1)), all(fs(1, 2)(-1, 3))},
		{"RMSNormalization", 23, `{"epsilon": 0}`, all(two, fs(2)(1, 1)), all(fs(1, 2)(0.4472136, 1.3416408))},
		{"LpNormalization", 1, `{"axis": 1, "p": 1}`, all(two), all(fs(1, 2)(0.25, 0.75))},
		{"LpNormalization", 22, "", all(fs(2, 2)(0, 0, 3, 4)), all(fs(2, 2)(0, 0, 0.6, 0.8))},
		{"MeanVarianceNormalization", 13, `{"axes": [1]}`, all(two), all(fs(1, 2)(-1, 1))},
		{"BatchNormalization", 9, `{"epsilon": 0}`, all(two, fs(2)(2, 3), fs(2)(1, 1), fs(2)(0, 1), fs(2)(1, 4)), all(fs(1, 2)(3, 4))},
		{"InstanceNormalization", 6, `{"epsilon": 0}`, all(fs(1, 1, 2)(1, 3), fs(1)(2), fs(1)(1)), all(fs(1, 1, 2)(-1, 3))},
		{"GroupNormalization", 18, `{"epsilon": 0, "num_groups": 1}`, all(fs(1, 2, 1)(1, 3), fs(1)(2), fs(1)(1)), all(fs(1, 2, 1)(-1, 3))},
		{"SoftmaxCrossEntropyLoss", 12, `{"reduction": "none"}`, all(fs(1, 2, 2)(0, 0, 0.6931472, 1.0986123), is(1, 2)(1, 0)), all(fs(1, 2)(0.405465, 1.386294))},
		{"NegativeLogLikelihoodLoss", 13, `{"ignore_index": 1}`, all(fs(2, 2)(-1, -2, -3, -4), is(2)(0, 1)), all(fs()(1))},
		{"RotaryEmbedding", 23, `{"num_heads": 1}`, all(fs(1, 1, 2)(1, 2), fs(1, 1, 1)(0), fs(1, 1, 1)(1)), all(fs(1, 1, 2)(-2, 1))},
		{"Attention", 23, `{"q_num_heads": 1, "kv_num_heads": 1, "is_causal": 1}`, all(fs(1, 2, 1)(1, 1), fs(1, 2, 1)(0, 0), fs(1, 2, 1)(4, 8)), all(fs(1, 2, 1)(4, 6))},
		{"Attention", 23, "", all(fs(1, 1, 1, 1)(1), fs(1, 1, 2, 1)(0, 1), fs(1, 1, 2, 1)(4, 8), bs(1, 2)(false, true)), all(fs(1, 1, 1, 1)(8))},
	}
}
