package tagger

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/weights"
)

// Network is a window over embeddings and one hidden layer (Collobert et al., Natural
// Language Processing (Almost) from Scratch, 2011; with pairs of characters, Pei, Ge
// and Chang 2014):
//
//	x_i = [E(c_i-2) … E(c_i+2)  P(c_i-2 c_i-1) … P(c_i+1 c_i+2)]
//	logits_i = Output(gelu(Hidden(x_i)))
type Network struct {
	Symbols *layers.Embedding // [symbols, width]
	Pairs   *layers.Embedding // [pairs, width]
	Hidden  *layers.Linear    // places·width → hidden
	Output  *layers.Linear    // hidden → tags
	Dropout float64
}

// NewNetwork declares symbols, pairs, hidden and output.
func NewNetwork(s *graph.Scope, c Config) *Network {
	embedding := func(name string, n int) *layers.Embedding {
		return &layers.Embedding{Weight: s.In(name).Param("weight", weights.Normal(0.1), n, c.Width)}
	}
	return &Network{
		Symbols: embedding("symbols", c.Symbols),
		Pairs:   embedding("pairs", c.Pairs),
		Hidden:  layers.NewLinear(s.In("hidden"), (symbolPlaces+pairPlaces)*c.Width, c.Hidden),
		Output:  layers.NewLinear(s.In("output"), c.Hidden, segment.Tags),
		Dropout: c.Dropout,
	}
}

// Forward makes logits [batch, tags] of symbols [batch, 5] and pairs [batch, 4], whole
// numbers.
func (n *Network) Forward(symbols, pairs *graph.Node) *graph.Node {
	x := graph.Concat(1, beside(n.Symbols, symbols), beside(n.Pairs, pairs)) // [batch, places·width]
	h := n.Hidden.Activate(x.Dropout(n.Dropout), ops.ActGELU)                // [batch, hidden]
	return n.Output.Forward(h.Dropout(n.Dropout))                            // [batch, tags]
}

// beside is the embeddings of all places of a row, one after the other: [batch,
// places·width].
func beside(e *layers.Embedding, ids *graph.Node) *graph.Node {
	x := e.Forward(ids) // [batch, places, width]
	return x.Reshape(x.Dim(0), x.Dim(1)*x.Dim(2))
}
