package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// SharedMap attends with the weights of another layer (Xiao et al. 2019, Sharing
// Attention Weights for Fast Transformer; Reuse Attention, Bhojanapalli et al. 2021):
// it has values and an output of its own, but neither queries nor keys.
type SharedMap struct {
	Value  *layers.Linear // hidden → heads·d
	Output *layers.Linear // heads·d → hidden
}

// NewSharedMap declares value and output.
func NewSharedMap(s *graph.Scope, hidden int) *SharedMap {
	return &SharedMap{layers.NewLinear(s.In("value"), hidden, hidden), layers.NewLinear(s.In("output"), hidden, hidden)}
}

// Forward attends to memory [batch, key, hidden] with w [batch, heads, query, key],
// such as the Weights of a MultiHead: [batch, query, hidden].
func (a *SharedMap) Forward(w, memory *graph.Node) *graph.Node {
	v := split(a.Value.Forward(memory), w.Dim(1)) // [batch, heads, key, d]
	return a.Output.Forward(merge(w.MatMul(v)))
}
