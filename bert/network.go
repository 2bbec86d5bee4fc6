package bert

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Network is the drawing of a model: an encoder and what its task needs beside it;
// the others are nil.
type Network struct {
	Encoder    *Encoder
	Pooler     *Pooler
	Words      *Words         // of masked words
	Next       *layers.Linear // hidden → 2: that the second text follows the first, and that it does not
	Classifier *Classifier
	CRF        *CRF // over the tags of a text's tokens

	config *Config
}

// NewNetwork declares the parameters, drawn from N(0, initializer_range²), as
// BERT's authors did.
func NewNetwork(s *graph.Scope, c *Config) *Network {
	trunk, cls := s.In("bert"), s.In("cls")
	n := &Network{Encoder: NewEncoder(trunk, c), config: c}
	if c.pools() {
		n.Pooler = NewPooler(trunk.In("pooler"), c)
	}
	if c.predictsWords() {
		n.Words = NewWords(cls.In("predictions"), c, n.Encoder.Embeddings.Tokens.Weight)
	}
	if c.predictsNext() {
		n.Next = c.linear(cls.In("seq_relationship"), c.HiddenSize, 2)
	}
	switch c.Task() {
	case SequenceClassification:
		n.Classifier = NewTextClassifier(s, c)
	case TokenClassification:
		n.Classifier = NewTokenClassifier(s, c)
	case TokenCRF:
		n.Classifier, n.CRF = NewTokenClassifier(s, c), newCRF(s.In("crf"), c)
	case QuestionAnswering:
		n.Classifier = NewSpans(s, c)
	}
	return n
}

// Forward makes hidden states [batch, seq, hidden] of texts.
func (n *Network) Forward(t Text) *graph.Node { return n.Encoder.Forward(t) }

// text is what a function was given.
func text(in graph.Inputs) Text {
	t := Text{IDs: in.Get("ids")}
	if in.Has("types") {
		t.Types = in.Get("types")
	}
	if in.Has("seen") {
		t.Seen = in.Get("seen")
	}
	return t
}

// outputs are what the task asks for, see Model.Function.
func (n *Network) outputs(in graph.Inputs) graph.Outputs {
	hidden := n.Forward(text(in)) // [batch, seq, hidden]
	out := graph.Outputs{}
	if n.Words != nil {
		words := hidden
		if in.Has("masked") {
			words = At(hidden, in.Get("masked")) // [masked, hidden]
		}
		out["logits"] = n.Words.Forward(words) // [masked, vocab]
	}
	if n.Next != nil {
		out["next"] = n.Next.Forward(n.whole(hidden)) // [batch, 2]
	}
	switch n.config.Task() {
	case Encoding:
		out["hidden"] = hidden
		if n.Pooler != nil {
			out["pooled"] = n.whole(hidden) // [batch, hidden]
		}
	case SequenceClassification:
		out["logits"] = n.Classifier.Forward(n.whole(hidden)) // [batch, labels]
	case TokenClassification:
		out["logits"] = n.Classifier.Forward(hidden) // [batch, seq, labels]
	case TokenCRF:
		out["logits"] = n.Classifier.Forward(hidden)    // [batch, seq, labels]
		out["tags"] = n.tags(out["logits"], tagged(in)) // [batch, seq]
	case QuestionAnswering:
		ends := n.Classifier.Forward(hidden).Transpose(2, 0, 1)         // [2, batch, seq]
		out["start"] = ends.Slice(0, 0, 1).Reshape(ends.Shape()[1:]...) // [batch, seq]
		out["end"] = ends.Slice(0, 1, 2).Reshape(ends.Shape()[1:]...)   // [batch, seq]
	}
	return out
}

// whole is what stands for a whole text, [batch, hidden].
func (n *Network) whole(hidden *graph.Node) *graph.Node {
	if n.Pooler != nil {
		return n.Pooler.Forward(first(hidden))
	}
	return first(hidden)
}
