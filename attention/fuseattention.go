package attention

import (
	"slices"

	"github.com/gaze-ml/gaze/graph"
)

// FuseAttention attends to what several attentions found, and so weighs the sources
// anew at every position (Libovický and Helcl 2017, §3.2,
// hierarchical, with one projection for all sources).
type FuseAttention struct {
	Score *Additive
}

// NewFuseAttention declares the score of sources of hidden elements.
func NewFuseAttention(s *graph.Scope, hidden, units int) *FuseAttention {
	return &FuseAttention{NewAdditive(s, hidden, hidden, units)}
}

// Forward weighs sources [batch, seq, hidden] for x [batch, seq, hidden], of whose
// shape it is.
func (f *FuseAttention) Forward(x *graph.Node, sources ...*graph.Node) *graph.Node {
	if len(sources) == 0 {
		x.Graph().Scope().Errorf("%s: no sources to attend to: want at least one", x)
		return x
	}
	for _, source := range sources {
		if x.Rank() != 3 || !slices.Equal(source.Shape(), x.Shape()) {
			x.Graph().Scope().Errorf("source %s for x %s: want [batch, seq, hidden], both alike", source, x)
			return x
		}
	}
	all := graph.Stack(2, sources...)                                   // [batch, seq, sources, hidden]
	y := Formula{Score: f.Score}.Forward(x.Unsqueeze(2), all, all, nil) // [batch, seq, 1, hidden]: positions stand where heads do
	return y.Squeeze(2)
}
