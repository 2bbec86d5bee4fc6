package ops_test

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func crossRows() []application {
	var all []application
	add := func(name string, f gradcheck.Func, in ...*tensor.Dense) {
		all = append(all, application{name: name, f: f, in: in})
	}
	for _, axis := range []int{0, 1, 2} {
		add("Softmax", func(xs ...node) (node, error) { return ops.Softmax(xs[0], axis) }, random(30, 20, 70))
		add("LogSoftmax", func(xs ...node) (node, error) { return ops.LogSoftmax(xs[0], axis) }, random(30, 20, 70))
		add("Sparsemax", func(xs ...node) (node, error) { return ops.Sparsemax(xs[0], axis) }, random(30, 20, 70))
		add("Entmax15", func(xs ...node) (node, error) { return ops.Entmax15(xs[0], axis) }, random(30, 20, 70))
	}
	add("LayerNorm", func(xs ...node) (node, error) { return ops.LayerNorm(xs[0], xs[1], xs[2], 1e-5) }, random(30, 20, 70), random(70), random(70))
	add("LayerNorm", func(xs ...node) (node, error) { return ops.LayerNorm(xs[0], nil, nil, 1e-5) }, random(30, 20, 70))
	add("LayerNormAxes", func(xs ...node) (node, error) { return ops.LayerNormAxes(xs[0], xs[1], xs[2], 1, 1e-5) },
		random(30, 20, 7), random(20, 7), random(20, 7))
	add("RMSNorm", func(xs ...node) (node, error) { return ops.RMSNorm(xs[0], xs[1], 1e-6) }, random(30, 20, 70), random(70))
	add("RMSNormAxes", func(xs ...node) (node, error) { return ops.RMSNormAxes(xs[0], xs[1], 1, 1e-6) }, random(30, 20, 7), random(20, 7))
	for _, reduction := range []ops.Reduction{ops.ReductionMean, ops.ReductionSum, ops.ReductionNone} {
		c := ops.CrossEntropyConfig{Ignore: []int{4}, Smoothing: 0.1, Reduction: reduction}
		add("CrossEntropy", func(xs ...node) (node, error) { return ops.CrossEntropy(xs[0], xs[1], xs[2], c) },
			random(4, 50, 90), integers(90, 7, 4, 50), positive(90))
		add("NLLLoss", func(xs ...node) (node, error) { return ops.NLLLoss(xs[0], xs[1], nil, c) },
			random(4, 50, 90), integers(90, 7, 4, 50))
	}
	c := ops.CrossEntropyConfig{Ignore: []int{4}}
	add("LabelWeight", func(xs ...node) (node, error) { return ops.LabelWeight(xs[0], xs[1], xs[1].Dtype(), c) },
		integers(90, 7, 4, 50), positive(90))
	chain := []*tensor.Dense{random(70, 9, 5), random(5, 5), random(5), positive(5)}
	add("CRF", crf, append(chain, integers(5, 7, 70, 9))...)
	add("CRF", crf, append(chain, integers(5, 7, 70, 9), booleans(70, 9))...)
	add("CRFDecode", func(xs ...node) (node, error) { return ops.CRFDecode(xs[0], xs[1], xs[2], xs[3], nil) }, chain...)
	add("CRFDecode", func(xs ...node) (node, error) { return ops.CRFDecode(xs[0], xs[1], xs[2], xs[3], xs[4]) },
		append(chain, booleans(70, 9))...)
	return all
}

func crossAttention() []application {
	var all []application
	add := func(name string, f gradcheck.Func, in ...*tensor.Dense) {
		all = append(all, application{name: name, f: f, in: in})
	}
	for _, layout := range []ops.RotaryLayout{ops.RotaryHalves, ops.RotaryPairs} {
		add("Rotary", func(xs ...node) (node, error) { return ops.Rotary(xs[0], xs[1], xs[2], xs[3], layout) },
			random(2, 4, 33, 80), random(40, 30), random(40, 30), integers(40, 7, 2, 33))
	}
	q, k, v := random(2, 4, 33, 8), random(2, 2, 40, 8), random(2, 2, 40, 6)
	plain := ops.AttentionConfig{}
	causal := ops.AttentionConfig{Causal: true, Dropout: 0.2, Key: 5}
	add("Attention", func(xs ...node) (node, error) { return ops.Attention(xs[0], xs[1], xs[2], nil, nil, plain) }, q, k, v)
	add("Attention", func(xs ...node) (node, error) { return ops.Attention(xs[0], xs[1], xs[2], nil, nil, causal) }, q, k, v)
	add("Attention", func(xs ...node) (node, error) { return ops.Attention(xs[0], xs[1], xs[2], xs[3], nil, plain) },
		q, k, v, booleans(2, 1, 1, 40))
	add("Attention", func(xs ...node) (node, error) { return ops.Attention(xs[0], xs[1], xs[2], xs[3], xs[4], causal) },
		q, k, v, random(4, 33, 40), gradcheck.Ints([]int{35, 40}, 2))
	beside := causal
	beside.Heads = 4
	add("Attention", func(xs ...node) (node, error) { return ops.Attention(xs[0], xs[1], xs[2], xs[3], nil, beside) },
		random(2, 33, 32), random(2, 40, 16), random(2, 40, 12), random(4, 33, 40))
	add("AttentionWeights", func(xs ...node) (node, error) { return ops.AttentionWeights(xs[0], xs[1], nil, nil, causal) }, q, k)
	return all
}
