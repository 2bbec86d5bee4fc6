package viz

import (
	"fmt"
	"math"
	"slices"
)

// Series is one line of a curve: y[i] at x[i].
type Series struct {
	Name string
	X    []float64 // rising; nil for 0, 1, 2, …
	Y    []float64 // NaN and ±Inf leave a gap, as where a run diverged; not all of them

	// Smooth, from 0 up to, not including, 1, draws beside the values, then
	// faint, their exponential moving mean with this decay:
	//
	//	s ← Smooth·s + (1 − Smooth)·y, drawn as s / (1 − Smoothⁿ)
	Smooth float64
}

// check says what is wrong with a series.
func (s *Series) check() error {
	if len(s.Y) == 0 {
		return fmt.Errorf("no data")
	}
	if s.X != nil && len(s.X) != len(s.Y) {
		return fmt.Errorf("%d values of x for %d of y", len(s.X), len(s.Y))
	}
	for i, x := range s.X {
		if !finite(x) {
			return fmt.Errorf("x[%d] is %v: want a finite number", i, x)
		}
		if i > 0 && x <= s.X[i-1] {
			return fmt.Errorf("x[%d] is %v, after %v: want it greater", i, x, s.X[i-1])
		}
	}
	if !(s.Smooth >= 0 && s.Smooth < 1) {
		return fmt.Errorf("smooth is %v: want 0 up to, not including, 1", s.Smooth)
	}
	if !slices.ContainsFunc(s.Y, finite) {
		return fmt.Errorf("no finite y among %d", len(s.Y))
	}
	return nil
}

// point is a place on a curve.
type point struct{ x, y float64 }

// lines cuts the values where they are not finite.
func (s *Series) lines() (whole [][]point) {
	gap := true
	for i, y := range s.Y {
		if !finite(y) {
			gap = true
			continue
		}
		if gap {
			whole = append(whole, nil)
			gap = false
		}
		x := float64(i)
		if s.X != nil {
			x = s.X[i]
		}
		whole[len(whole)-1] = append(whole[len(whole)-1], point{x, y})
	}
	return whole
}

// smoothed is the moving mean over all lines, which a gap does not start anew.
func (s *Series) smoothed() [][]point {
	lines := s.lines()
	sum, weight := 0.0, 0.0
	for _, line := range lines {
		for i, p := range line {
			sum = s.Smooth*sum + (1-s.Smooth)*p.y
			weight = s.Smooth*weight + (1 - s.Smooth)
			line[i].y = sum / weight
		}
	}
	return lines
}

// finite also leaves out numbers so large that a range of them has no length.
func finite(y float64) bool { return math.Abs(y) <= math.MaxFloat64/8 }

// thin leaves of a long line what can be seen of it: in each of so many columns
// its first, lowest, highest and last point.
func thin(line []point, columns int) []point {
	if len(line) <= 4*columns {
		return line
	}
	from, width := line[0].x, (line[len(line)-1].x-line[0].x)/float64(columns)
	var kept []point
	for i := 0; i < len(line); {
		column := math.Floor((line[i].x - from) / width)
		low, high, j := i, i, i
		for ; j < len(line) && math.Floor((line[j].x-from)/width) == column; j++ {
			if line[j].y < line[low].y {
				low = j
			}
			if line[j].y > line[high].y {
				high = j
			}
		}
		for _, k := range slices.Compact([]int{i, min(low, high), max(low, high), j - 1}) {
			kept = append(kept, line[k])
		}
		i = j
	}
	return kept
}
