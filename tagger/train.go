package tagger

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
)

// Training is the model as a function of symbols, pairs and labels [batch], whole
// numbers; its output is the loss, a scalar: the mean cross-entropy of the labels, and
// a run computes its gradients.
func (m *Model) Training(o graph.Options) (*graph.Function, error) {
	o.Training = true
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss, weight := m.loss(s, in)
		s.Graph().Minimize(loss, weight)
		return graph.Outputs{"loss": loss}
	})
}

// Evaluation is Training without dropout and gradients; a second output is weight, a
// scalar: how many labels count.
func (m *Model) Evaluation(o graph.Options) (*graph.Function, error) {
	o.Training = false
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss, weight := m.loss(s, in)
		return graph.Outputs{"loss": loss, "weight": weight}
	})
}

func (m *Model) loss(s *graph.Scope, in graph.Inputs) (loss, weight *graph.Node) {
	logits := NewNetwork(s, m.Config).Forward(in.Get("symbols"), in.Get("pairs")) // [batch, tags]
	var l losses.CrossEntropy
	return l.Forward(logits, in.Get("labels")), l.Weight(in.Get("labels"))
}
