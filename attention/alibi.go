package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// ALiBi is a bias in the place of positions (Press et al. 2022): key j costs query i
// of head h slope(h)·|i - j|. Nothing is learned, and lengths never trained on are
// only more of the same. Slopes are 2^(-8/heads), its square, its cube …; if heads is
// no power of two, those of the next smaller one and then every other one of the next
// larger. It is added as a mask, [heads, query, key] or [batch, heads, query, key]; as
// Formula's or Fused's Slopes it costs next to nothing.
func ALiBi(p Places, heads int) *graph.Node { return falling(p, Slopes(heads)) }

// falling is -slope·|i - j|.
func falling(p Places, slopes []float64) *graph.Node {
	s := p.Key.Graph().Scope()
	away := p.Query.Maximum(p.Key).Sub(p.Query.Minimum(p.Key)) // [query, key]
	if p.Query.Rank() == 2 {
		away = away.Unsqueeze(0) // [1, query, key]
	}
	falls := make([]float64, len(slopes))
	for h, slope := range slopes {
		falls[h] = -slope
	}
	return away.Cast(s.Number(0).Dtype()).Mul(s.Table(falls, len(falls), 1, 1)) // [heads, query, key]
}

// Slopes are ALiBi's of so many heads.
func Slopes(heads int) []float64 {
	var slopes []float64
	whole := 1
	for whole*2 <= heads {
		whole *= 2
	}
	for h := 1; h <= min(whole, heads); h++ {
		slopes = append(slopes, math.Exp2(-8*float64(h)/float64(whole)))
	}
	for h := 1; len(slopes) < heads; h += 2 {
		slopes = append(slopes, math.Exp2(-4*float64(h)/float64(whole)))
	}
	return slopes
}
