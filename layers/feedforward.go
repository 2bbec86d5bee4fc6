package layers

import "github.com/gaze-ml/gaze/graph"

// FeedForward is Down(f(Up(x))), position by position (Vaswani et al. 2017,
// §3.3).
type FeedForward struct {
	Up, Down   *Linear // hidden → intermediate → hidden
	Activation Activation
	Dropout    float64 // between the two, while training
}

// NewFeedForward declares up and down.
func NewFeedForward(s *graph.Scope, hidden, intermediate int, f Activation) *FeedForward {
	return &FeedForward{
		Up:         NewLinear(s.In("up"), hidden, intermediate),
		Down:       NewLinear(s.In("down"), intermediate, hidden),
		Activation: f,
	}
}

// Forward keeps the shape of x [..., hidden].
func (f *FeedForward) Forward(x *graph.Node) *graph.Node {
	h := f.Up.Activate(x, f.Activation) // [..., intermediate]
	return f.Down.Forward(h.Dropout(f.Dropout))
}
