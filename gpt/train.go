package gpt

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/weights"
)

// Training is the model as a function of ids and labels [batch, seq], whole
// numbers; its output is the loss, a scalar: the mean cross-entropy of the labels
// that count, and a run computes its gradients. A label is the token that comes
// after its position; one of -100 does not count.
func (m *Model) Training(o graph.Options) (*graph.Function, error) {
	o.Training = true
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss, weight := m.loss(s, in)
		s.Graph().Minimize(loss, weight)
		return graph.Outputs{"loss": loss}
	})
}

// Evaluation is Training without dropout and gradients; a second output is
// weight, a scalar: how many labels count.
func (m *Model) Evaluation(o graph.Options) (*graph.Function, error) {
	o.Training = false
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss, weight := m.loss(s, in)
		return graph.Outputs{"loss": loss, "weight": weight}
	})
}

func (m *Model) loss(s *graph.Scope, in graph.Inputs) (loss, weight *graph.Node) {
	d, labels := m.Config.Draw(s), in.Get("labels")
	logits := d.Logits(d.Forward(in.Get("ids"))) // [batch, seq, vocab]
	var l losses.CrossEntropy
	return l.Forward(logits, labels), l.Weight(labels)
}

// Layouts are the published names of the parameters, for whoever saves the
// store by other means than Save.
func (m *Model) Layouts() []weights.Layout { return m.Config.facts().layouts }
