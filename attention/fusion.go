package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// FuseSum is the sum of what several attentions found, each [batch, seq, hidden]
// (as Libovický and Helcl 2017, §3.2's parallel combination).
func FuseSum(sources ...*graph.Node) *graph.Node {
	y := sources[0]
	for _, x := range sources[1:] {
		y = y.Add(x)
	}
	return y
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
	return f.Output.Forward(graph.Concat(-1, sources...))
}
