package bert

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Pooler is tanh(x·Denseᵀ + b) of a text's first position.
type Pooler struct{ Dense *layers.Linear }

// NewPooler declares the parameters.
func NewPooler(s *graph.Scope, c *Config) *Pooler {
	return &Pooler{c.linear(s.In("dense"), c.HiddenSize, c.HiddenSize)}
}

// Forward is [..., hidden] for the hidden states [..., hidden] of first positions.
func (p *Pooler) Forward(first *graph.Node) *graph.Node {
	return p.Dense.Activate(first, layers.Tanh)
}

// Classifier gives the logits of classes: of a text, whose first position goes
// through Dense if there is one; of each token; or, for an answer, of where it
// begins and ends.
//
//	f(x·Denseᵀ + b)·Outputᵀ + b
type Classifier struct {
	Dense      *layers.Linear // hidden → hidden; nil: none, BERT's being its pooler
	Activation layers.Activation
	Output     *layers.Linear // hidden → labels
	Before     float64        // dropout before Dense, while training
	Dropout    float64        // before Output, while training
}

// NewTextClassifier declares the parameters of a classifier of texts, under the
// names that each of the models has for them.
func NewTextClassifier(s *graph.Scope, c *Config) *Classifier {
	hidden, labels, dropout := c.HiddenSize, len(c.Labels()), c.classifierDropout()
	at := s.In("classifier")
	switch c.ModelType {
	case typeRoBERTa:
		return &Classifier{
			Dense: c.linear(at.In("dense"), hidden, hidden), Activation: layers.Tanh,
			Output: c.linear(at.In("out_proj"), hidden, labels), Before: dropout, Dropout: dropout,
		}
	case typeDistilBERT:
		return &Classifier{
			Dense: c.linear(s.In("pre_classifier"), hidden, hidden), Activation: layers.ReLU,
			Output: c.linear(at, hidden, labels), Dropout: dropout,
		}
	}
	return &Classifier{Output: c.linear(at, hidden, labels), Dropout: dropout}
}

// NewTokenClassifier declares those of a classifier of tokens.
func NewTokenClassifier(s *graph.Scope, c *Config) *Classifier {
	dropout := c.classifierDropout()
	if c.ModelType == typeDistilBERT {
		dropout = c.HiddenDropoutProb
	}
	return &Classifier{Output: c.linear(s.In("classifier"), c.HiddenSize, len(c.Labels())), Dropout: dropout}
}

// NewSpans declares those of a head for answers, which has two logits for each
// position: that an answer begins there, and that it ends there.
func NewSpans(s *graph.Scope, c *Config) *Classifier {
	return &Classifier{Output: c.linear(s.In("qa_outputs"), c.HiddenSize, 2), Dropout: c.SpanDropout}
}

// Forward gives the logits [..., labels] for x [..., hidden].
func (c *Classifier) Forward(x *graph.Node) *graph.Node {
	if c.Dense != nil {
		x = c.Dense.Activate(x.Dropout(c.Before), c.Activation)
	}
	return c.Output.Forward(x.Dropout(c.Dropout))
}
