package kernel

import "math"

// Where all rows of a block see the same keys, loops over its rows are one call, in
// which rows do not wait for each other. Bits are those of a row after another.

// even is the block in float32 and how many keys each row sees, if that is the same
// for all and more than none.
func (a *Attend[T]) even() (f *Attend[float32], n int, ok bool) {
	f, ok = any(a).(*Attend[float32])
	if !ok || current == plain || a.Rows == 0 {
		return nil, 0, false
	}
	n = a.Most()
	return f, n, n > 0 && a.Seen(0) == n
}

// stripRows is how many rows' sums are looked at together.
const stripRows = 64

// softmaxEven is Softmax of even rows.
func softmaxEven(a *Attend[float32], n int, tops, totals, scales []float32) bool {
	var sums [stripRows]float32
	for i := 0; i < a.Rows; i += stripRows {
		rows := min(stripRows, a.Rows-i)
		tops, totals, scales := tops[i:][:rows], totals[i:][:rows], scales[i:][:rows]
		if !softmaxStepRowsSIMD(rows, n, a.S[i*a.LD:], a.LD, tops, scales, sums[:]) {
			return false
		}
		for r, top := range scales {
			by := float32(1)
			if before := tops[r]; top != before {
				if by = 0; totals[r] != 0 {
					by = SoftmaxRescale(before, top)
				}
			}
			tops[r], scales[r], totals[r] = top, by, totals[r]*by+sums[r]
		}
	}
	return true
}

// finite says whether no x[i] is -Inf.
func finite(x []float32) bool {
	for _, v := range x {
		if math.IsInf(float64(v), -1) {
			return false
		}
	}
	return true
}

// MeanRows is row i of y = by[i]·x, and means[i] = Σ_j y[i,j]·z[i,j], for as many rows
// as by has. Rows of y are as long as x's, without gaps.
func MeanRows[T Float](y []T, x, z *Rows[T], by, means []T) {
	n := len(by)
	x32, ok := any(x).(*Rows[float32])
	if ok && current != plain && x.Width > 0 {
		y32, z32, by32, means32 := any(y).([]float32), any(z).(*Rows[float32]), any(by).([]float32), any(means).([]float32)
		xStep, one := x32.Step(n)
		zStep, other := z32.Step(n)
		if n > 0 && one && other {
			meanRowsSIMD(n, x.Width, y32, x.Width, x32.Data[x32.At(0):], xStep, z32.Data[z32.At(0):], zStep, by32, means32)
			return
		}
		for i := range n {
			meanRowsSIMD(1, x.Width, y32[i*x.Width:], x.Width, x32.Row(i), 0, z32.Row(i), 0, by32[i:], means32[i:])
		}
		return
	}
	for i := range n {
		row := y[i*x.Width:][:x.Width]
		Scale(row, x.Row(i), by[i])
		means[i] = ProductSum(row, z.Row(i))
	}
}

// Add adds to each row what it sees of a row of x, which are step from each other.
func (a *Attend[T]) Add(x []T, step int) {
	if f, n, ok := a.even(); ok && addRowsSIMD(f.Rows, n, f.S, f.LD, any(x).([]float32), step) {
		return
	}
	for i := range a.Rows {
		row := a.S[i*a.LD:][:a.Seen(i)]
		Add(row, row, x[i*step:][:len(row)])
	}
}

// Hide hides from each row what seen, whose rows are step from each other, says.
func (a *Attend[T]) Hide(seen []bool, step int) {
	for i := range a.Rows {
		row := a.S[i*a.LD:][:a.Seen(i)]
		Hide(row, seen[i*step:][:len(row)])
	}
}

// scaleEvenRows is ScaleRows of rows that lie evenly, none by 0.
func scaleEvenRows(to *Rows[float32], x []float32, ld int, by []float32) bool {
	step, even := to.Step(len(by))
	if !even || len(by) == 0 {
		return false
	}
	for _, a := range by {
		if a == 0 {
			return false
		}
	}
	return scaleRowsSIMD(len(by), to.Width, to.Data[to.At(0):], step, x, ld, by)
}
