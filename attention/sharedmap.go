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
	Cache  *ValueCache    // of values, while decoding; nil: none
}

// NewSharedMap declares value and output.
func NewSharedMap(s *graph.Scope, hidden int) *SharedMap {
	return &SharedMap{
		Value:  layers.NewLinear(s.In("value"), hidden, hidden),
		Output: layers.NewLinear(s.In("output"), hidden, hidden),
	}
}

// Forward attends to memory [batch, key, hidden] with w [batch, heads, query, key],
// such as the Weights of a MultiHead: [batch, query, hidden]. Gradients go through w,
// which makes it the way to ask how much each weight did: those of Backprop(y, w).
func (a *SharedMap) Forward(w, memory *graph.Node) *graph.Node {
	v := split(a.Value.Forward(memory), w.Dim(1)) // [batch, heads, key, d]
	if a.Cache != nil {
		v = a.Cache.append(v) // [batch, heads, longest, d]
	}
	return a.Output.Forward(merge(w.MatMul(v)))
}
