package viz

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// ticks marks an axis at round numbers: about wanted of them, 1, 2 or 5 times a
// power of ten apart; of whole numbers, at whole ones.
type ticks struct {
	wanted int
	whole  bool
}

// Ticks lists the marks from low to high.
func (t ticks) Ticks(low, high float64) (marks []plot.Tick) {
	step, digits := roundStep((high - low) / float64(t.wanted))
	if t.whole && step < 1 {
		step, digits = 1, 0
	}
	for i := math.Ceil(low / step); i*step <= high && len(marks) < 4*t.wanted; i++ {
		marks = append(marks, plot.Tick{Value: i * step, Label: tickLabel(i*step, digits)})
	}
	return marks
}

// roundStep is the round number nearest to a step from above, and how many
// digits after the point it has.
func roundStep(step float64) (rounded float64, digits int) {
	power := math.Floor(math.Log10(step))
	for _, part := range []float64{1, 2, 5} {
		if rounded = part * math.Pow(10, power); rounded >= step*(1-1e-9) {
			return rounded, max(0, -int(power))
		}
	}
	return math.Pow(10, power+1), max(0, -int(power)-1)
}

// tickLabel writes thousands apart, and what is very large or small by powers.
func tickLabel(v float64, digits int) string {
	if v == 0 {
		return "0"
	}
	if digits > 6 || math.Abs(v) >= 1e9 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(v, 'f', digits, 64), ".")
	sign := ""
	if whole[0] == '-' {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		whole += "." + part
	}
	return sign + whole
}
