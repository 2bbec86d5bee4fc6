package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// FuseSum is the sum of what several attentions found, each [batch, seq, hidden]
// (Libovický, Helcl and Mareček 2018, Input Combination Strategies for Multi-Source
// Transformer Decoder, parallel).
func FuseSum(first *graph.Node, more ...*graph.Node) *graph.Node {
	for _, x := range more {
		first = first.Add(x)
	}
	return first
}

// FuseConcat is W·[x₁; x₂; …] + b (Zoph and Knight 2016, equation 5, without its tanh).
type FuseConcat struct {
	Output *layers.Linear // n·hidden → hidden
}

// NewFuseConcat declares output, for n sources.
func NewFuseConcat(s *graph.Scope, n, hidden int) *FuseConcat {
	return &FuseConcat{layers.NewLinear(s.In("output"), n*hidden, hidden)}
}

// Forward keeps the shape of each source [batch, seq, hidden].
func (f *FuseConcat) Forward(sources ...*graph.Node) *graph.Node {
	if n := f.Output.Weight.Dim(1) / f.Output.Weight.Dim(0); len(sources) != n {
		f.Output.Weight.Graph().Scope().Errorf("%d sources to concatenate: want %d", len(sources), n)
		return f.Output.Weight
	}
	return f.Output.Forward(graph.Concat(-1, sources...))
}
