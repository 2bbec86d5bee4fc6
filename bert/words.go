package bert

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// Words is the head that guesses masked words:
//
//	norm(f(x·Denseᵀ + b))·Decoderᵀ + b
//
// where Decoder is the tokens' own table, if it is tied to it.
type Words struct {
	Dense      *layers.Linear // hidden → hidden
	Activation layers.Activation
	Norm       *layers.LayerNorm
	Decoder    *layers.Linear // hidden → vocab
}

// NewWords declares the parameters; tokens [vocab, hidden] is what the decoder is
// tied to, unless the config says otherwise.
func NewWords(s *graph.Scope, c *Config, tokens *graph.Node) *Words {
	transform := s.In("transform")
	w := &Words{
		Dense:      c.linear(transform.In("dense"), c.HiddenSize, c.HiddenSize),
		Activation: activations[c.HiddenAct],
		Norm:       c.norm(transform.In("LayerNorm")),
		Decoder:    &layers.Linear{Weight: tokens, Bias: s.Param("bias", nil, c.VocabSize)},
	}
	if c.ModelType == typeRoBERTa {
		w.Activation = layers.GELU
	}
	if c.TieWordEmbeddings {
		return w
	}
	decoder := s.In("decoder")
	w.Decoder.Weight = decoder.Param("weight", weights.Normal(c.InitializerRange), c.VocabSize, c.HiddenSize)
	if c.ModelType != typeDistilBERT { // the bias above is in the file, and then has no part in it
		w.Decoder.Bias = decoder.Param("bias", nil, c.VocabSize)
	}
	return w
}

// Forward gives the logits [..., vocab] for hidden states [..., hidden].
func (w *Words) Forward(hidden *graph.Node) *graph.Node {
	return w.Decoder.Forward(w.Norm.Forward(w.Dense.Activate(hidden, w.Activation)))
}

// At takes the rows of hidden [batch, seq, hidden] that stand at places [masked],
// counted through the batch, row·seq + position: [masked, hidden]. What is masked is
// a small part, and only that part need be multiplied by the vocabulary.
func At(hidden, places *graph.Node) *graph.Node {
	return hidden.Reshape(-1, hidden.Dim(2)).Gather(places, 0) // [masked, hidden]
}
