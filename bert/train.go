package bert

import (
	"fmt"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
)

// Training is Function with labels; its output is the loss, a scalar, beside the
// losses that it is the sum of, and a run computes its gradients. Labels of -100
// do not count. They are, by task,
//
//	MaskedLM                labels [batch, seq]; with masked, [masked], see Masked
//	NextSentence            next [batch]: 0 if the second text follows the first, else 1
//	PreTraining             both; the loss is the sum of both means, which are outputs too: words and sentences
//	SequenceClassification  labels [batch]; float32 [batch, labels], 0 to 1, if there are several for a text
//	TokenClassification     labels [batch, seq]
//	TokenCRF                labels [batch, seq]
//	QuestionAnswering       from and to [batch]: the positions of the answer's first and last token
//
// Of several micro-batches each weighs as much as labels of it count; in
// PreTraining and TokenCRF, and with several labels for a text, as it has texts.
func (m *Model) Training(o graph.Options) (*graph.Function, error) {
	if m.Config.Task() == Encoding {
		return nil, fmt.Errorf("training: the model has no head: give it one by Model.For")
	}
	o.Training = true
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		n := NewNetwork(s, m.Config)
		l := n.loss(in, n.outputs(in))
		s.Graph().Minimize(l["loss"], l["weight"])
		delete(l, "weight")
		return l
	})
}

// Evaluation is Training without dropout and gradients. Its further outputs are
// those of Function, and weight, a scalar: how many labels count.
func (m *Model) Evaluation(o graph.Options) (*graph.Function, error) {
	if m.Config.Task() == Encoding {
		return nil, fmt.Errorf("evaluation: the model has no head: give it one by Model.For")
	}
	o.Training = false
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		n := NewNetwork(s, m.Config)
		out := n.outputs(in)
		for name, l := range n.loss(in, out) {
			out[name] = l
		}
		return out
	})
}

// loss is loss and weight, and the losses of which it is the sum.
func (n *Network) loss(in graph.Inputs, out graph.Outputs) graph.Outputs {
	var ce losses.CrossEntropy
	s := in.Get("ids").Graph().Scope()
	texts := s.Number(float64(in.Get("ids").Dim(0)))
	counted := func(logits, labels *graph.Node) graph.Outputs {
		return graph.Outputs{"loss": ce.Forward(logits, labels), "weight": ce.Weight(labels)}
	}
	switch n.config.Task() {
	case PreTraining:
		words, sentences := ce.Forward(out["logits"], in.Get("labels")), ce.Forward(out["next"], in.Get("next"))
		return graph.Outputs{"loss": words.Add(sentences), "weight": texts, "words": words, "sentences": sentences}
	case NextSentence:
		return counted(out["next"], in.Get("next"))
	case QuestionAnswering:
		from, to := ce.Forward(out["start"], in.Get("from")), ce.Forward(out["end"], in.Get("to"))
		return graph.Outputs{"loss": from.Add(to).Scale(0.5), "weight": ce.Weight(in.Get("from"))}
	case TokenCRF:
		return graph.Outputs{"loss": n.CRF.Forward(out["logits"], in.Get("labels"), tagged(in)), "weight": texts}
	case SequenceClassification:
		if n.config.ProblemType == multiLabel {
			return graph.Outputs{"loss": losses.BCEWithLogits(out["logits"], in.Get("labels")), "weight": texts}
		}
		if n.Classifier.Output.Bias.Dim(0) == 1 {
			s.Errorf("one label of which one is to be chosen: want two or more, or problem_type %q", multiLabel)
		}
	}
	return counted(out["logits"], in.Get("labels"))
}
