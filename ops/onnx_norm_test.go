package ops_test

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// onnxNorms is what brings rows to one scale.
var onnxNorms = map[string]onnxBuilder{
	"Softmax": onnxSoftmax, "LogSoftmax": onnxLogSoftmax,
	"LayerNormalization": onnxLayerNorm, "RMSNormalization": onnxRmsNorm, "LpNormalization": onnxLpNorm,
	"MeanVarianceNormalization": onnxMeanVariance, "BatchNormalization": onnxBatchNorm,
	"InstanceNormalization": onnxInstanceNorm, "GroupNormalization": onnxGroupNorm,
	"GlobalAveragePool": onnxGlobalPool(ops.Mean), "GlobalMaxPool": onnxGlobalPool(ops.Max),
}

func onnxSoftmax(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{b.alongAxis(func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return ops.Softmax(x, axis) })}
}

func onnxLogSoftmax(b *onnxBuild) gorgonia.Nodes {
	return gorgonia.Nodes{b.alongAxis(func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return ops.LogSoftmax(x, axis) })}
}

// parameter is operand i broadcast to the axes of x from axis on.
func (b *onnxBuild) parameter(i, axis int) *gorgonia.Node {
	return drawn(ops.Expand(b.x(i), b.shape(0)[axis:]...))
}

// onnxLayerNorm also gives the mean and the inverse deviation.
func onnxLayerNorm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("stash_type")
	axis := onnxCounted([]int{b.attrInt("axis", -1)}, len(b.shape(0)))[0]
	x, eps := b.x(0), b.attrFloat("epsilon", 1e-5)
	var bias *gorgonia.Node
	if b.has(2) {
		bias = b.parameter(2, axis)
	}
	y := drawn(ops.LayerNormAxes(x, b.parameter(1, axis), bias, axis, eps))
	if !b.wants(1) && !b.wants(2) {
		return gorgonia.Nodes{y}
	}
	mean, inverse, _ := onnxStandardized(x, eps, onnxTail(axis, len(b.shape(0)))...)
	return gorgonia.Nodes{y, mean, inverse}
}

func onnxRmsNorm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("stash_type")
	axis := onnxCounted([]int{b.attrInt("axis", -1)}, len(b.shape(0)))[0]
	return gorgonia.Nodes{drawn(ops.RMSNormAxes(b.x(0), b.parameter(1, axis), axis, b.attrFloat("epsilon", 1e-5)))}
}

// onnxTail is the axes from axis on.
func onnxTail(axis, rank int) (axes []int) {
	for a := axis; a < rank; a++ {
		axes = append(axes, a)
	}
	return axes
}

// onnxStandardized is the mean, 1/√(variance + eps) and (x - mean)/√(variance + eps).
func onnxStandardized(x *gorgonia.Node, eps float64, axes ...int) (mean, inverse, y *gorgonia.Node) {
	mean = drawn(ops.Mean(x, true, axes...))
	centred := drawn(ops.Sub(x, mean))
	variance := drawn(ops.Mean(drawn(ops.Square(centred)), true, axes...))
	inverse = drawn(ops.Rsqrt(drawn(ops.Shift(variance, eps))))
	return mean, inverse, drawn(ops.Mul(centred, inverse))
}

// onnxLpNorm divides by the sum of absolutes or by the root of that of squares; a
// row of zeros stays.
func onnxLpNorm(b *onnxBuild) gorgonia.Nodes {
	x, axis := b.x(0), b.attrInt("axis", -1)
	var norm *gorgonia.Node
	if b.attrInt("p", 2) == 1 {
		norm = drawn(ops.Sum(drawn(ops.Abs(x)), true, axis))
	} else {
		norm = drawn(ops.Sqrt(drawn(ops.Sum(drawn(ops.Square(x)), true, axis))))
	}
	zero := drawn(ops.Equal(norm, b.scalar(norm, 0)))
	return gorgonia.Nodes{drawn(ops.Div(x, drawn(ops.Where(zero, b.scalar(norm, 1), norm))))}
}

func onnxMeanVariance(b *onnxBuild) gorgonia.Nodes {
	axes := b.attrInts("axes")
	if axes == nil {
		axes = []int{0, 2, 3}
	}
	x := b.x(0)
	centred := drawn(ops.Sub(x, drawn(ops.Mean(x, true, axes...))))
	deviation := drawn(ops.Sqrt(drawn(ops.Mean(drawn(ops.Square(centred)), true, axes...))))
	return gorgonia.Nodes{drawn(ops.Div(centred, drawn(ops.Shift(deviation, 1e-9))))}
}

// channel shapes a vector of channels so that it broadcasts over axis 1 of x.
func (b *onnxBuild) channel(v *gorgonia.Node) *gorgonia.Node {
	shape := make([]int, len(b.shape(0)))
	for a := range shape {
		shape[a] = 1
	}
	shape[1] = -1
	return drawn(ops.Reshape(v, shape...))
}

// onnxBatchNorm uses the running mean and variance, or when training the batch's,
// and then gives the new running ones.
func onnxBatchNorm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs", "is_test", "spatial")
	x, eps, momentum := b.x(0), b.attrFloat("epsilon", 1e-5), b.attrFloat("momentum", 0.9)
	mean, variance := b.channel(b.x(3)), b.channel(b.x(4))
	results := gorgonia.Nodes{nil}
	if b.attrBool("training_mode", false) {
		axes := append([]int{0}, onnxTail(2, len(b.shape(0)))...)
		old := gorgonia.Nodes{mean, variance}
		mean = drawn(ops.Mean(x, true, axes...))
		variance = drawn(ops.Mean(drawn(ops.Square(drawn(ops.Sub(x, mean)))), true, axes...))
		for i, fresh := range []*gorgonia.Node{mean, variance} {
			running := drawn(ops.Add(drawn(ops.Scale(old[i], momentum)), drawn(ops.Scale(fresh, 1-momentum))))
			results = append(results, drawn(ops.Reshape(running, -1)))
		}
	}
	y := drawn(ops.Mul(drawn(ops.Sub(x, mean)), drawn(ops.Rsqrt(drawn(ops.Shift(variance, eps))))))
	results[0] = drawn(ops.Add(drawn(ops.Mul(y, b.channel(b.x(1)))), b.channel(b.x(2))))
	return results
}

func onnxInstanceNorm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("consumed_inputs")
	_, _, y := onnxStandardized(b.x(0), b.attrFloat("epsilon", 1e-5), onnxTail(2, len(b.shape(0)))...)
	return gorgonia.Nodes{drawn(ops.Add(drawn(ops.Mul(y, b.channel(b.x(1)))), b.channel(b.x(2))))}
}

// onnxGroupNorm has a scale and a bias a group before opset 21, a channel since.
func onnxGroupNorm(b *onnxBuild) gorgonia.Nodes {
	b.ignore("stash_type")
	shape, groups := b.shape(0), b.attrInt("num_groups", 1)
	flat := drawn(ops.Reshape(b.x(0), shape[0], groups, -1))
	_, _, y := onnxStandardized(flat, b.attrFloat("epsilon", 1e-5), 2)
	if b.opset < 21 {
		scale, bias := drawn(ops.Reshape(b.x(1), 1, -1, 1)), drawn(ops.Reshape(b.x(2), 1, -1, 1))
		return gorgonia.Nodes{drawn(ops.Reshape(drawn(ops.Add(drawn(ops.Mul(y, scale)), bias)), shape...))}
	}
	y = drawn(ops.Reshape(y, shape...))
	return gorgonia.Nodes{drawn(ops.Add(drawn(ops.Mul(y, b.channel(b.x(1)))), b.channel(b.x(2))))}
}

func onnxGlobalPool(reduce reducing) onnxBuilder {
	return func(b *onnxBuild) gorgonia.Nodes {
		return gorgonia.Nodes{drawn(reduce(b.x(0), true, onnxTail(2, len(b.shape(0)))...))}
	}
}
