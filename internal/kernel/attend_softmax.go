package kernel

// Softmax takes a step of the softmax of each row, see SoftmaxStep: tops[i] and
// totals[i] are the largest score and the sum so far, -Inf and 0 at first. What was
// summed up before is to be multiplied by scales[i]. Scores become weights, and 0
// from Seen(i) to the most that any row sees.
func (a *Attend[T]) Softmax(tops, totals, scales []T) {
	if f, n, ok := a.even(); ok && softmaxEven(f, n, any(tops).([]float32), any(totals).([]float32), any(scales).([]float32)) {
		return
	}
	most := a.Most()
	for i := range a.Rows {
		row, n := a.S[i*a.LD:][:most], a.Seen(i)
		clear(row[n:])
		scales[i] = 1
		if n == 0 {
			continue
		}
		top, sum := SoftmaxStep(row[:n], tops[i])
		if top != tops[i] {
			scales[i] = 0
			if totals[i] != 0 {
				scales[i] = SoftmaxRescale(tops[i], top)
			}
		}
		tops[i], totals[i] = top, totals[i]*scales[i]+sum
	}
}

// Gradient is ScoresGrad of each row, whose scores were computed again: gradients of
// weights lie in grads as scores do in S, which become weights. Both are 0 from
// Seen(i) to the most that any row sees.
func (a *Attend[T]) Gradient(grads, tops, means []T) {
	if f, n, ok := a.even(); ok {
		shifts := any(tops).([]float32)
		if finite(shifts[:a.Rows]) && scoresGradRowsSIMD(f.Rows, n, f.S, f.LD, any(grads).([]float32), f.LD, shifts, any(means).([]float32)) {
			return
		}
	}
	most := a.Most()
	for i := range a.Rows {
		row, ds, n := a.S[i*a.LD:][:most], grads[i*a.LD:][:most], a.Seen(i)
		clear(row[n:])
		clear(ds[n:])
		ScoresGrad(row[:n], ds[:n], tops[i], means[i])
	}
}

// GradientOf is WeightsGrad of each row, whose weights are S: gradients lie in rows of
// ld. They become 0 from Seen(i) to the most that any row sees.
func (a *Attend[T]) GradientOf(grads []T, ld int, means []T) {
	if f, n, ok := a.even(); ok && weightsGradRowsSIMD(f.Rows, n, any(grads).([]float32), ld, f.S, f.LD, any(means).([]float32)) {
		return
	}
	most := a.Most()
	for i := range a.Rows {
		ds, n := grads[i*ld:][:most], a.Seen(i)
		clear(ds[n:])
		WeightsGrad(ds[:n], a.S[i*a.LD:][:n], means[i])
	}
}

// ScaleRows is row i of to = by[i]·x[i·ld:], and 0 if by[i] is 0.
func ScaleRows[T Float](to *Rows[T], x []T, ld int, by []T) {
	if f, ok := any(to).(*Rows[float32]); ok && scaleEvenRows(f, any(x).([]float32), ld, any(by).([]float32)) {
		return
	}
	for i, a := range by {
		row := to.Row(i)
		if a == 0 {
			clear(row)
		} else {
			Scale(row, x[i*ld:][:len(row)], a)
		}
	}
}
