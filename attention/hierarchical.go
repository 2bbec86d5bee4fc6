package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// Pooling makes one vector of many by what is asked of all texts (Yang et al. 2016,
// equations 5 to 7):
//
//	u_t = tanh(W·x_t + b)
//	y   = Σ_t softmax_t(u_t·c)·x_t
type Pooling struct {
	Hidden  *layers.Linear // hidden → units
	Context *graph.Node    // c, [units, 1]
}

// NewPooling declares the weights.
func NewPooling(s *graph.Scope, hidden, units int) *Pooling {
	return &Pooling{layers.NewLinear(s.In("hidden"), hidden, units), s.Param("context", weights.Normal(root(units)), units, 1)}
}

// Forward pools the last axis but one of x [..., seq, hidden]: [..., hidden]. seen
// [..., seq] is true where there is no padding; nil: everywhere.
func (p *Pooling) Forward(x, seen *graph.Node) *graph.Node {
	w := p.Weights(x, seen).Unsqueeze(-2) // [..., 1, seq]
	return w.MatMul(x).Squeeze(-2)
}

// Weights are those of Forward, [..., seq].
func (p *Pooling) Weights(x, seen *graph.Node) *graph.Node {
	scores := p.Hidden.Activate(x, layers.Tanh).MatMul(p.Context).Squeeze(-1) // [..., seq]
	return hide(scores, seen).Softmax(-1)
}

// Hierarchical makes one vector of a document: words are pooled to sentences, and
// sentences to the document (Yang et al. 2016). There, a recurrent layer reads the
// words of each sentence before, and another the sentences in between.
type Hierarchical struct {
	Word, Sentence *Pooling
}

// NewHierarchical declares word and sentence.
func NewHierarchical(s *graph.Scope, hidden, units int) *Hierarchical {
	return &Hierarchical{NewPooling(s.In("word"), hidden, units), NewPooling(s.In("sentence"), hidden, units)}
}

// Forward makes [batch, hidden] of x [batch, sentences, words, hidden]; words [batch,
// sentences, words] and sentences [batch, sentences] are true where there is no
// padding; nil: everywhere.
func (h *Hierarchical) Forward(x, words, sentences *graph.Node) *graph.Node {
	if x.Rank() != 4 {
		x.Graph().Scope().Errorf("%s: want [batch, sentences, words, hidden]", x)
		return x
	}
	return h.Sentence.Forward(h.Word.Forward(x, words), sentences)
}
