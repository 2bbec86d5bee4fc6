package ops_test

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// onnxLosses is losses of labels [batch, ...] given x [batch, vocab, ...].
var onnxLosses = map[string]onnxBuilder{
	"NegativeLogLikelihoodLoss": func(b *onnxBuild) gorgonia.Nodes { return gorgonia.Nodes{onnxLoss(b, ops.NLLLoss)} },
	"SoftmaxCrossEntropyLoss": func(b *onnxBuild) gorgonia.Nodes {
		return gorgonia.Nodes{onnxLoss(b, ops.CrossEntropy), drawn(ops.LogSoftmax(b.x(0), 1))}
	},
}

func onnxLoss(b *onnxBuild, f func(x, labels, weights *gorgonia.Node, c ops.CrossEntropyConfig) (*gorgonia.Node, error)) *gorgonia.Node {
	config, ignore := ops.CrossEntropyConfig{}, 0
	if b.attribute("ignore_index", &ignore) {
		config.Ignore = []int{ignore}
	}
	switch reduction := b.attrString("reduction", "mean"); reduction {
	case "mean":
	case "sum":
		config.Reduction = ops.ReductionSum
	case "none":
		config.Reduction = ops.ReductionNone
	default:
		failDrawing("reduction %s", reduction)
	}
	var weights *gorgonia.Node
	if b.has(2) {
		weights = b.x(2)
	}
	return drawn(f(onnxMoved(b.x(0), 1, len(b.shape(0))-1), b.x(1), weights, config))
}
