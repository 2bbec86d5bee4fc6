package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// Fused is a MultiHead with all else that its one operation can do: a window, scores
// within a soft cap, and ALiBi's slopes. Memory is linear in the length of a text, and
// what the window hides in whole blocks costs nothing. With a Cache places are those
// in the cache. Gemma 2 has Window and SoftCap, MPT and BLOOM Slopes.
type Fused struct {
	*MultiHead
	Window  int       // a position sees none so far away, or further; 0: all
	SoftCap float64   // see SoftCap; 0: none
	Slopes  []float64 // of each head, see ALiBi; nil: none
}

// Forward is as MultiHead's.
func (a *Fused) Forward(x, memory, mask *graph.Node) *graph.Node {
	return a.forward(x, memory, mask, a.config())
}

// Attend is as MultiHead's.
func (a *Fused) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	return a.attend(x, kv, mask, a.config())
}

// Weights are as MultiHead's.
func (a *Fused) Weights(x, memory, mask *graph.Node) *graph.Node {
	return a.weights(x, memory, mask, a.config())
}

func (a *Fused) config() ops.AttentionConfig {
	c := a.MultiHead.config()
	c.Window, c.SoftCap, c.Slopes = a.Window, a.SoftCap, a.Slopes
	return c
}
