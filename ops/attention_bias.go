package ops

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// prepareBias makes the ramp that slopes are multiplied with.
func (a *attending[T]) prepareBias() {
	if len(a.Slopes) == 0 {
		return
	}
	a.ramped = a.query + a.key
	a.ramp = make([]T, 2*a.ramped)
	for i := range a.ramp {
		a.ramp[i] = T(-math.Abs(float64(i - a.ramped)))
	}
}

// bias adds to the scores of row i, of keys from one on, what its distance from them
// costs, and hides what stands too far before it.
func (a *attending[T]) bias(scores []T, b attentionBlock, i, from int) {
	if hidden := a.unseen(b, i) - from; hidden > 0 {
		fill(scores[:min(hidden, len(scores))], T(math.Inf(-1)))
	}
	if len(a.Slopes) == 0 {
		return
	}
	query, head := b.at(i)
	place, slope := a.place(a.exist(b.batch))+query, a.Slopes[head]
	kernel.AddScaled(scores, a.ramp[a.ramped+from-place:][:len(scores)], T(slope))
}

// check says what is wrong with what is asked of heads many heads.
func (c AttentionConfig) check(heads int) error {
	switch {
	case math.IsNaN(c.Scale) || math.IsInf(c.Scale, 0):
		return fmt.Errorf("scale %v: want a finite number, or 0 for 1/√d", c.Scale)
	case !(c.SoftCap >= 0) || math.IsInf(c.SoftCap, 0):
		return fmt.Errorf("soft cap %v: want a finite number above 0, or 0 for none", c.SoftCap)
	case c.Window < 0:
		return fmt.Errorf("window of %d keys: want 1 or more, or 0 for none", c.Window)
	case len(c.Slopes) != 0 && len(c.Slopes) != heads:
		return fmt.Errorf("%d slopes for %d heads: want one for each", len(c.Slopes), heads)
	}
	for h, slope := range c.Slopes {
		if math.IsNaN(slope) || math.IsInf(slope, 0) {
			return fmt.Errorf("slope %d is %v: want a finite number", h, slope)
		}
	}
	return nil
}
