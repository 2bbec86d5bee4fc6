package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Performer maps queries and keys to random features whose products are, in the
// mean, those of softmax attention (Choromanski et al. 2021, FAVOR+, lemma 1): of x
// scaled by d^(-1/4),
//
//	features(x) = e^(ω·x - |x|²/2)/√m
//
// with m vectors ω drawn from N(0, 1) and made orthogonal in groups of d. Errors
// fall as 1/√m. Nothing is learned, and the same seed gives the same features. A
// feature of a vector much longer than d^(1/4)·10 is 0 in float32: let QKNorm's norms,
// or others, keep queries and keys short.
type Performer struct {
	Features *graph.Node // ω, [m, d]
}

// NewPerformer draws m features for heads of d elements.
func NewPerformer(s *graph.Scope, m, d int, seed uint64) *Performer {
	if m < 1 || d < 1 {
		s.Errorf("%d features of %d elements: want at least 1", m, d)
		m, d = 1, 1
	}
	r := weights.NewRandom(seed, "performer")
	rows := make([][]float64, m)
	for i := range rows {
		rows[i] = orthogonal(r, rows[i/d*d:i], d)
	}
	table := make([]float64, 0, m*d)
	for _, w := range rows {
		table = append(table, withLength(w, r, d)...)
	}
	return &Performer{s.Table(table, m, d)}
}

// Forward maps x [batch, heads, seq, d] to [batch, heads, seq, m].
func (p *Performer) Forward(x *graph.Node) *graph.Node {
	d, m := float64(p.Features.Dim(1)), float64(p.Features.Dim(0))
	x = x.Scale(math.Pow(d, -0.25))
	half := x.Square().SumKeep(-1).Scale(0.5) // [batch, heads, seq, 1]
	return x.MatMulT(p.Features).Sub(half).Exp().Scale(1 / math.Sqrt(m))
}

// orthogonal is a random direction of length 1, at right angles to others.
func orthogonal(r *weights.Random, others [][]float64, d int) []float64 {
	w := make([]float64, d)
	for i := range w {
		w[i] = r.Normal()
	}
	for range 2 { // the second time for what rounding left
		for _, o := range others {
			along := 0.0
			for i := range w {
				along += w[i] * o[i]
			}
			for i := range w {
				w[i] -= along * o[i]
			}
		}
	}
	return resize(w, 1)
}

// withLength gives a direction the length of a vector drawn from N(0, 1).
func withLength(w []float64, r *weights.Random, d int) []float64 {
	length := 0.0
	for range d {
		x := r.Normal()
		length += x * x
	}
	return resize(append([]float64{}, w...), math.Sqrt(length))
}

// resize makes w as long as length.
func resize(w []float64, length float64) []float64 {
	square := 0.0
	for _, x := range w {
		square += x * x
	}
	by := length / math.Sqrt(square)
	for i := range w {
		w[i] *= by
	}
	return w
}
