package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// NewStretchedRotary is NewRotary whose positions are divided by factor: a text factor
// times as long as those trained on has the angles of those, more densely (Chen et al.
// 2023, position interpolation, equation 4; "linear" in Hugging Face). RotaryPairs of
// the same Cos and Sin has the other layout.
func NewStretchedRotary(s *graph.Scope, longest, r int, base, factor float64) *Rotary {
	if !(factor > 0) {
		s.Errorf("rotary: factor %v: want more than 0", factor)
		factor = 1
	}
	cos, sin := angles(s, longest, r, base, factor)
	return &Rotary{cos, sin}
}

// NTKBase is the base with which rotary positions of r elements reach factor times as
// far: base·factor^(r/(r−2)). The slowest pair is stretched as by NewStretchedRotary,
// the fastest hardly, so that near positions stay as distinct as they were
// ("NTK-aware", Peng et al. 2023, YaRN, definition 1; "dynamic" in Hugging Face has
// it with factor·seq/trained − (factor − 1) for factor).
func NTKBase(base, factor float64, r int) float64 {
	if r <= 2 {
		return base
	}
	return base * math.Pow(factor, float64(r)/float64(r-2))
}
