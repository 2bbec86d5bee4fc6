package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// Windowed is a causal MultiHead that sees itself and the Size-1 positions before
// (Jiang et al. 2023, Mistral, §2). While decoding, a Ring holds no more than those.
type Windowed struct {
	*MultiHead
	Size int
	Ring *RingCache // while decoding; nil: none
}

// Remember gives a a new RingCache, for as many rows as at [batch] has.
func (a *Windowed) Remember(s *graph.Scope, at *graph.Node) {
	heads := a.keyHeads()
	a.Ring = NewRingCache(s, at, heads, a.Size, a.Key.Weight.Dim(0)/heads)
}

// Forward lets every position of x [batch, seq, hidden] attend to itself and to those
// before it in the window. mask is as in DotProduct, and nil with a Ring.
func (a *Windowed) Forward(x, mask *graph.Node) *graph.Node {
	seq := x.Dim(1)
	if !a.wide(x) {
		return x
	}
	if a.Ring == nil {
		return a.forward(x, x, mask, a.config())
	}
	if mask != nil {
		x.Graph().Scope().Errorf("%s: a mask beside a ring of keys: want nil", x)
	}
	placed := *a.MultiHead
	if placed.Position != nil {
		placed.Position = Placed{placed.Position, PositionsFrom(a.Ring.At, seq)}
	}
	q := placed.query(x)
	k, v, _ := placed.keys(x)
	k, v = split(k, a.keyHeads()), split(v, a.keyHeads()) // [batch, kvHeads, seq, d]
	return a.Output.Forward(a.Ring.attend(q, k, v, a.config()))
}

// Weights are those of Forward over a whole text, [batch, heads, seq, seq]: to look at.
func (a *Windowed) Weights(x, mask *graph.Node) *graph.Node {
	if a.Ring != nil || a.Size < 1 {
		x.Graph().Scope().Errorf("weights of a window of %d positions with a ring %t: want at least 1, without", a.Size, a.Ring != nil)
		return x
	}
	return a.weights(x, x, mask, a.config())
}

// KeyValue is as MultiHead's, without a Ring: what that holds only Forward attends to.
func (a *Windowed) KeyValue(memory *graph.Node) KeyValue {
	if a.Ring != nil {
		memory.Graph().Scope().Errorf("%s: keys and values of a ring for other layers: want a Cache, or no ring", memory)
	}
	return a.MultiHead.KeyValue(memory)
}

// Attend is as MultiHead's, through the window.
func (a *Windowed) Attend(x *graph.Node, kv KeyValue, mask *graph.Node) *graph.Node {
	if !a.wide(x) {
		return x
	}
	return a.attend(x, kv, mask, a.config())
}

func (a *Windowed) config() ops.AttentionConfig {
	c := a.MultiHead.config()
	c.Causal, c.Window = true, a.Size
	return c
}

// wide says whether the window sees anything, and tells if not.
func (a *Windowed) wide(x *graph.Node) bool {
	if a.Size < 1 {
		x.Graph().Scope().Errorf("window of %d positions: want at least 1", a.Size)
	}
	return a.Size >= 1
}
