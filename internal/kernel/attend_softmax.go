package kernel

// Softmax takes a step of the softmax of each row, see SoftmaxStep: tops[i] and
// totals[i] are the largest score and the sum so far, -Inf and 0 at first. What was
// summed up before is to be multiplied by scales[i]. Scores become weights, and 0
// from Seen(i) to the most that any row sees.
func (a *Attend[T]) Softmax(tops, totals, scales []T) {
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
func (a *Attend[T]) Gradient(grads, tops, inverses, means []T) {
	most := a.Most()
	for i := range a.Rows {
		row, ds, n := a.S[i*a.LD:][:most], grads[i*a.LD:][:most], a.Seen(i)
		clear(row[n:])
		clear(ds[n:])
		ScoresGrad(row[:n], ds[:n], tops[i], inverses[i], means[i])
	}
}

// ScaleRows is row i of to = by[i]·x[i·ld:], and 0 if by[i] is 0.
func ScaleRows[T Float](to *Rows[T], x []T, ld int, by []T) {
	for i, a := range by {
		row := to.Row(i)
		if a == 0 {
			clear(row)
		} else {
			Scale(row, x[i*ld:][:len(row)], a)
		}
	}
}
