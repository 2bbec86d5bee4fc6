package ops

import (
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// A step of the forward algorithm is a product of a vector and the matrix e^T; so
// k exponentials and k logarithms do for a step, not k². Both factors are divided by
// their largest element. Where so much underflows that the sum would not be exact,
// the step is taken in logarithms, element by element.
type transfer[T kernel.Float] struct {
	k           int
	transitions []T
	exp         []float64 // [from, to]: e^(T − largest)
	largest     float64
}

// Below leastSum terms may be missing that matter, above mostScale products of what
// has underflowed; in between what is lost is below 10⁻¹⁷ of what stays.
const (
	leastSum  = 1e-250
	mostScale = 600
)

func newTransfer[T kernel.Float](transitions []T, k int) *transfer[T] {
	return &transfer[T]{k: k, transitions: transitions, exp: make([]float64, k*k)}
}

// prepare is for the transitions of this run.
func (t *transfer[T]) prepare() {
	t.largest = math.Inf(-1)
	for _, x := range t.transitions {
		t.largest = max(t.largest, float64(x))
	}
	if math.IsInf(t.largest, -1) {
		t.largest = 0
	}
	for i, x := range t.transitions {
		t.exp[i] = math.Exp(float64(x) - t.largest)
	}
}

// shifted writes e^(x − m) into into, and returns m, the largest of x.
func shifted(into, x []float64) (m float64) {
	m = math.Inf(-1)
	for _, v := range x {
		m = max(m, v)
	}
	for i, v := range x {
		into[i] = math.Exp(v - m)
	}
	return m
}

// forward writes log Σ_i e^(alpha[i] + T[i, j]) into row; sums and exps are scratch.
func (t *transfer[T]) forward(row, alpha, exps []float64) {
	m := shifted(exps, alpha)
	clear(row)
	for i, a := range exps {
		for j, e := range t.exp[i*t.k : (i+1)*t.k] {
			row[j] += a * e
		}
	}
	for j, s := range row {
		if s > leastSum && s <= math.MaxFloat64 {
			row[j] = m + t.largest + math.Log(s)
			continue
		}
		for i := range exps {
			exps[i] = alpha[i] + float64(t.transitions[i*t.k+j])
		}
		row[j] = logSum(exps)
	}
}

// backward writes log Σ_j e^(T[i, j] + beta[j]) into own, and adds to part [from,
// to] what is factor times e^(alpha[i] + T[i, j] + beta[j] − z).
func (t *transfer[T]) backward(own, part, alpha, beta, exps []float64, z, factor float64) {
	m := shifted(exps, beta)
	for i := range own {
		row, into := t.exp[i*t.k:(i+1)*t.k], part[i*t.k:(i+1)*t.k]
		sum, power := 0.0, alpha[i]+m+t.largest-z
		for j, e := range row {
			sum += e * exps[j]
		}
		if !(sum > leastSum && sum <= math.MaxFloat64 && power < mostScale) {
			own[i] = t.exact(into, i, beta, alpha[i]-z, factor)
			continue
		}
		own[i] = m + t.largest + math.Log(sum)
		scale := factor * math.Exp(power)
		for j, e := range row {
			into[j] += scale * e * exps[j]
		}
	}
}

// exact is backward of one tag, in logarithms.
func (t *transfer[T]) exact(into []float64, i int, beta []float64, power, factor float64) float64 {
	largest := math.Inf(-1)
	for j, x := range beta {
		largest = max(largest, float64(t.transitions[i*t.k+j])+x)
	}
	if math.IsInf(largest, -1) {
		return largest
	}
	sum := 0.0
	for j, x := range beta {
		e := float64(t.transitions[i*t.k+j]) + x
		sum += math.Exp(e - largest)
		into[j] += factor * math.Exp(power+e)
	}
	return largest + math.Log(sum)
}
