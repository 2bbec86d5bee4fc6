package layers

import "github.com/gaze-ml/gaze/graph"

// SwiGLU is Down(SiLU(Gate(x))·Up(x)): a feed-forward whose activation is gated
// (Shazeer 2020, equation 6), as in Llama.
type SwiGLU struct {
	Gate, Up *Linear // hidden → intermediate
	Down     *Linear // intermediate → hidden
}

// NewSwiGLU declares gate, up and down, without biases.
func NewSwiGLU(s *graph.Scope, hidden, intermediate int) *SwiGLU {
	return &SwiGLU{
		Gate: NewLinearNoBias(s.In("gate"), hidden, intermediate),
		Up:   NewLinearNoBias(s.In("up"), hidden, intermediate),
		Down: NewLinearNoBias(s.In("down"), intermediate, hidden),
	}
}

// Forward keeps the shape of x [..., hidden].
func (f *SwiGLU) Forward(x *graph.Node) *graph.Node {
	gate := f.Gate.Activate(x, SiLU) // [..., intermediate]
	return f.Down.Forward(gate.Mul(f.Up.Forward(x)))
}
