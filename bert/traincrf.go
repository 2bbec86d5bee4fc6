package bert

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
)

// CRF is a conditional random field over the tags of a text's tokens, whose
// emissions are a Classifier's logits; see losses.CRF.
type CRF = losses.CRF

func newCRF(s *graph.Scope, c *Config) *CRF { return losses.NewCRF(s, len(c.Labels())) }

// tagged says which tokens have a tag, [batch, seq]: those that are given, or that
// have a label, or that are no padding; nil: all.
func tagged(in graph.Inputs) *graph.Node {
	switch {
	case in.Has("tagged"):
		return in.Get("tagged")
	case in.Has("labels"):
		labels := in.Get("labels")
		return labels.NotEqual(labels.Graph().Scope().Whole(-100))
	case in.Has("seen"):
		return in.Get("seen")
	}
	return nil
}

// tags is the best path [batch, seq] through logits [batch, seq, labels], in which
// an I- comes only after a B- or I- of its kind.
func (n *Network) tags(logits, tagged *graph.Node) *graph.Node {
	field := n.CRF.Constrained(logits.Graph().Scope(), n.config.Labels())
	return field.Decode(logits, tagged)
}
