package metrics

import "math"

// Counts are how often something was found, was wanted, and was both.
type Counts struct {
	Right  int // found and wanted: true positives
	Found  int // true and false positives
	Wanted int // true positives and false negatives
}

// Precision is Right/Found; NaN if nothing was found.
func (c Counts) Precision() float64 { return per(float64(c.Right), c.Found) }

// Recall is Right/Wanted; NaN if nothing was wanted.
func (c Counts) Recall() float64 { return per(float64(c.Right), c.Wanted) }

// F1 is the harmonic mean of both, 2·Right/(Found + Wanted): 0 if only one of
// them is defined, NaN if neither is.
func (c Counts) F1() float64 { return per(float64(2*c.Right), c.Found+c.Wanted) }

// Add adds counts to these.
func (c *Counts) Add(other Counts) {
	c.Right += other.Right
	c.Found += other.Found
	c.Wanted += other.Wanted
}

// Scores are averages over classes or labels. Those that were neither found nor
// wanted are left out, and of the others what is not defined counts as 0, as
// scikit-learn and seqeval have it; of none at all they are NaN.
type Scores struct{ Precision, Recall, F1 float64 }

// macro weighs all alike.
func macro(all []Counts) Scores { return averaged(all, func(Counts) int { return 1 }) }

// weighted weighs each by how often it was wanted.
func weighted(all []Counts) Scores { return averaged(all, func(c Counts) int { return c.Wanted }) }

// micro is of the sums.
func micro(all []Counts) Counts {
	var sum Counts
	for _, c := range all {
		sum.Add(c)
	}
	return sum
}

func averaged(all []Counts, weight func(Counts) int) (s Scores) {
	total := 0
	for _, c := range all {
		if c.Found+c.Wanted == 0 {
			continue
		}
		w := weight(c)
		total += w
		s.Precision += float64(w) * orZero(c.Precision())
		s.Recall += float64(w) * orZero(c.Recall())
		s.F1 += float64(w) * c.F1()
	}
	return Scores{per(s.Precision, total), per(s.Recall, total), per(s.F1, total)}
}

func orZero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}
