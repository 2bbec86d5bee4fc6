package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// Rotary turns pairs of the elements of each head by angles proportional to the
// position p, so that q·k depends on how far apart two positions are (Su et al.
// 2021, equation 34):
//
//	angle(p, i) = p·base^(−2i/r),  0 ≤ i < r/2
//
// The pairs are elements i and i + r/2, as in GPT-NeoX and in Hugging Face's
// Llama; RotaryPairs has the other layout. Elements from r on stay as they are.
type Rotary struct {
	Cos, Sin *graph.Node // [longest, r/2]
}

// NewRotary computes the tables for heads of which the first r elements are
// turned, usually all. The paper's base is 10000. There is nothing to learn.
func NewRotary(s *graph.Scope, longest, r int, base float64) *Rotary {
	cos, sin := angles(s, longest, r, base, 1)
	return &Rotary{cos, sin}
}

// Forward turns x [batch, heads, seq, d].
func (p *Rotary) Forward(x, positions *graph.Node) *graph.Node {
	return turn(x, p.Cos, p.Sin, positions, ops.RotaryHalves)
}

func (p *Rotary) beside(x, positions *graph.Node, heads int) *graph.Node {
	return turnBeside(x, positions, heads, p, p.Cos.Dim(0))
}

// RotaryPairs is Rotary whose pairs are elements 2i and 2i+1, as in the paper, in
// Meta's Llama and in llama2.c. Weights go from one layout to the other by
// permuting the rows of query and key: see weights.PairsToHalves.
type RotaryPairs struct {
	Cos, Sin *graph.Node // [longest, r/2]
}

// NewRotaryPairs is like NewRotary.
func NewRotaryPairs(s *graph.Scope, longest, r int, base float64) *RotaryPairs {
	cos, sin := angles(s, longest, r, base, 1)
	return &RotaryPairs{cos, sin}
}

// Forward turns x [batch, heads, seq, d].
func (p *RotaryPairs) Forward(x, positions *graph.Node) *graph.Node {
	return turn(x, p.Cos, p.Sin, positions, ops.RotaryPairs)
}

func (p *RotaryPairs) beside(x, positions *graph.Node, heads int) *graph.Node {
	return turnBeside(x, positions, heads, p, p.Cos.Dim(0))
}

// angles are the cosine and sine of each position's, divided by factor, [longest, r/2].
func angles(s *graph.Scope, longest, r int, base, factor float64) (cos, sin *graph.Node) {
	if longest < 1 || r < 2 || r%2 != 0 || !(base > 0) {
		s.Errorf("rotary: %d positions, %d elements, base %v: want at least 1, an even number, more than 0", longest, r, base)
		longest, r, base = 1, 2, 1
	}
	half := r / 2
	c, n := make([]float64, longest*half), make([]float64, longest*half)
	for i := range c {
		n[i], c[i] = math.Sincos(float64(i/half) / factor * math.Pow(base, -2*float64(i%half)/float64(r)))
	}
	return s.Table(c, longest, half), s.Table(n, longest, half)
}

func turn(x, cos, sin, positions *graph.Node, layout ops.RotaryLayout) *graph.Node {
	if positions == nil {
		positions = places(x, x.Dim(2), cos.Dim(0)) // [seq]
	}
	return x.Rotary(cos, sin, positions, layout)
}

// places are 0, 1 … of seq positions, of which the table has longest.
func places(x *graph.Node, seq, longest int) *graph.Node {
	s := x.Graph().Scope()
	if seq > longest {
		s.Errorf("%s: %d positions: the rotary table has %d", x, seq, longest)
	}
	return s.Range(seq)
}

// turnBeside turns x [batch, seq, heads·d]: as batch·seq sequences of one position
// each, for a row's angles depend on nothing else. p's table has longest positions.
func turnBeside(x, positions *graph.Node, heads int, p Position, longest int) *graph.Node {
	batch, seq := x.Dim(0), x.Dim(1)
	if positions == nil {
		positions = places(x, seq, longest) // [seq]
	}
	switch at := positions.Shape(); {
	case len(at) == 1 && at[0] == seq:
		positions = positions.Unsqueeze(0).Expand(batch, seq) // [batch, seq]
	case len(at) == 2 && at[0] == batch && at[1] == seq:
	default:
		return merge(p.Forward(split(x, heads), positions)) // which says what is wrong
	}
	y := p.Forward(x.Reshape(batch*seq, heads, 1, -1), positions.Reshape(batch*seq, 1)) // [batch·seq, heads, 1, d]
	return y.Reshape(x.Shape()...)                                                      // [batch, seq, heads·d]
}
