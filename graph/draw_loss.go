package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// CrossEntropy is that of logits x [..., vocab] and labels [...]; class weights
// [vocab] may be nil. See ops.CrossEntropy.
func (x *Node) CrossEntropy(labels, weights *Node, c ops.CrossEntropyConfig) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.CrossEntropy(ns[0], ns[1], ns[2], c)
	}, x, labels, weights)
}

// NLL is the negative log-likelihood of labels [...] by log probabilities x
// [..., vocab]; class weights [vocab] may be nil. See ops.NLLLoss.
func (x *Node) NLL(labels, weights *Node, c ops.CrossEntropyConfig) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.NLLLoss(ns[0], ns[1], ns[2], c)
	}, x, labels, weights)
}

// LabelWeight is what the mean of CrossEntropy over the labels x divides by: how
// many count, or the sum of their class weights [vocab], which may be nil. See
// ops.LabelWeight.
func (x *Node) LabelWeight(weights *Node, c ops.CrossEntropyConfig) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.LabelWeight(ns[0], ns[1], x.g.dtype, c)
	}, x, weights)
}
