package losses

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// CrossEntropy is −log softmax(logits)[label], averaged over the labels that
// count. With ε = Smoothing, V the vocabulary and w the class weights:
//
//	Σ (1−ε)·w[label]·(−logp[label]) + ε/V·Σ_c w[c]·(−logp[c])  /  Σ w[label]
//
// The zero value is the plain one.
type CrossEntropy struct {
	Ignore       []int       // labels that do not count, besides -100, which never does
	Smoothing    float64     // 0 to 1: how much of a label is spread over all classes
	ClassWeights *graph.Node // [vocab], or nil for 1 each
}

// Forward is the mean [] for logits [..., vocab] and labels [...], whole numbers.
// Where nothing counts it is 0.
func (c CrossEntropy) Forward(logits, labels *graph.Node) *graph.Node {
	return logits.CrossEntropy(labels, c.ClassWeights, c.config(ops.ReductionMean))
}

// Each is the loss of each label, of the labels' shape; 0 where a label does not
// count.
func (c CrossEntropy) Each(logits, labels *graph.Node) *graph.Node {
	return logits.CrossEntropy(labels, c.ClassWeights, c.config(ops.ReductionNone))
}

// Weight is what the mean divides by, a scalar: the number of labels [...] that
// count, or the sum of their class weights.
func (c CrossEntropy) Weight(labels *graph.Node) *graph.Node {
	return labels.LabelWeight(c.ClassWeights, c.config(ops.ReductionMean))
}

func (c CrossEntropy) config(r ops.Reduction) ops.CrossEntropyConfig {
	return ops.CrossEntropyConfig{Ignore: c.Ignore, Smoothing: c.Smoothing, Reduction: r}
}
