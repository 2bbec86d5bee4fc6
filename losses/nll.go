package losses

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// NLL is the negative log-likelihood, −logp[label], averaged over the labels
// that count:
//
//	Σ w[label]·(−logp[label])  /  Σ w[label]
//
// CrossEntropy of logits is NLL of their log softmax.
type NLL struct {
	Ignore       []int       // labels that do not count, besides -100, which never does
	ClassWeights *graph.Node // [vocab], or nil for 1 each
}

// Forward is the mean [] for log probabilities [..., vocab] and labels [...],
// whole numbers. Where nothing counts it is 0.
func (n NLL) Forward(logProbs, labels *graph.Node) *graph.Node {
	return logProbs.NLL(labels, n.ClassWeights, ops.CrossEntropyConfig{Ignore: n.Ignore})
}

// Weight is what the mean divides by, a scalar: the number of labels [...] that
// count, or the sum of their class weights.
func (n NLL) Weight(labels *graph.Node) *graph.Node {
	return labels.LabelWeight(n.ClassWeights, ops.CrossEntropyConfig{Ignore: n.Ignore})
}
