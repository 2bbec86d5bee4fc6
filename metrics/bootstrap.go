package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Bootstrap says how sure a score is that was measured on some examples: the
// examples are drawn anew from themselves, with replacement, many times, and the
// scores of the draws are laid in order (Efron, "Bootstrap methods: another look
// at the jackknife", 1979; percentile intervals).
type Bootstrap struct {
	Draws int     // how many; 10000 are plenty
	Level float64 // how much of the draws the interval holds, such as 0.95
	Seed  uint64
}

// Interval is what a Bootstrap found: the score of the examples as they are, and
// between which bounds the draws' lie.
type Interval struct{ Score, Low, High float64 }

// Interval draws n examples. Score is given the indices drawn, a list that the
// next draw overwrites. To compare two systems, let it be the difference of their
// scores on the same indices: the bootstrap is paired then.
func (b Bootstrap) Interval(n int, score func(picked []int) float64) (Interval, error) {
	if n < 1 || b.Draws < 1 || !(b.Level > 0 && b.Level < 1) {
		return Interval{}, fmt.Errorf("bootstrap: %d draws of %d examples at level %g, want at least 1 of 1 and a level between 0 and 1",
			b.Draws, n, b.Level)
	}
	picked := make([]int, n)
	for i := range picked {
		picked[i] = i
	}
	found := Interval{Score: score(picked)}
	random := rand.New(rand.NewPCG(b.Seed, 0))
	scores := make([]float64, b.Draws)
	for d := range scores {
		for i := range picked {
			picked[i] = random.IntN(n)
		}
		scores[d] = score(picked)
	}
	slices.Sort(scores) // NaN first, so that it shows
	tail := (1 - b.Level) / 2
	found.Low, found.High = quantile(scores, tail), quantile(scores, 1-tail)
	return found, nil
}

// Difference is the paired interval of mean(ours) − mean(theirs), of which
// element i is both systems' score for example i, such as its accuracy averaged
// over seeds. If Low is above 0, ours is better at that level.
func (b Bootstrap) Difference(ours, theirs []float64) (Interval, error) {
	if len(ours) != len(theirs) {
		return Interval{}, fmt.Errorf("bootstrap: %d scores of ours, %d of theirs", len(ours), len(theirs))
	}
	return b.Interval(len(ours), func(picked []int) float64 {
		sum := 0.0
		for _, i := range picked {
			sum += ours[i] - theirs[i]
		}
		return sum / float64(len(picked))
	})
}

// quantile lies between the two nearest of sorted numbers, as NumPy has it.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	below := int(math.Floor(at))
	above := min(below+1, len(sorted)-1)
	if sorted[below] == sorted[above] {
		return sorted[below] // ∞ − ∞ is no number
	}
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}
