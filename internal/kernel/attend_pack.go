package kernel

import "unsafe"

// rowsA are rows as the first operand of a micro-kernel: packed, or in place.
type rowsA struct {
	from   unsafe.Pointer
	step   int // in bytes from a row to the next
	packed bool
}

// rowsOf packs rows if they do not lie evenly, or so that they share few lines of
// the nearest cache.
func (r *attend32) rowsOf(q *Rows[float32]) rowsA {
	if step, even := q.Step(r.Rows); even && !r.rounds && (step%1024 != 0 || r.Rows == 1) {
		_ = q.Row(r.Rows - 1)
		return rowsA{unsafe.Pointer(&q.Data[q.At(0)]), 4 * step, false}
	}
	return rowsA{r.packRows(q), 4 * q.Width, true}
}

// multiply multiplies h rows from i on with the panel that m names.
func (a *rowsA) multiply(r *attend32, i, h int) {
	m := &r.m
	m.a, m.aRow = unsafe.Add(a.from, i*a.step), a.step
	if a.packed {
		m.aStep = 4 * h
		mulColumns(r.level, h, m)
		return
	}
	mulRows(r.level, h, m)
}

// packRows packs rows for mulColumns, a panel after another.
func (r *attend32) packRows(q *Rows[float32]) unsafe.Pointer {
	start := r.w.aligned(packedA, r.Rows*q.Width)
	to := start
	panels, each, higher := r.heights(r.Rows)
	base, i := unsafe.Pointer(&q.Data[0]), 0
	for p := range panels {
		h := height(p, each, higher)
		r.place(q, i, h)
		transpose(r.level, to, 4*h, base, &r.places, q.Width)
		i, to = i+h, unsafe.Add(to, 4*h*q.Width)
	}
	r.round(start, r.Rows*q.Width)
	return start
}

// packKeys packs rows j to j+width of n as columns. What is beyond n is like row j.
func (r *attend32) packKeys(to unsafe.Pointer, k *Rows[float32], j, n int) {
	lanes := r.level.lanes()
	base := unsafe.Pointer(&k.Data[0])
	for half := 0; half < r.width(); half += lanes {
		if count := min(lanes, n-j-half); count > 0 {
			r.place(k, j+half, count)
		} else {
			r.place(k, j, 1)
		}
		transpose(r.level, unsafe.Add(to, 4*half), 4*r.width(), base, &r.places, k.Width)
	}
	r.round(to, k.Width*r.width())
}

// round rounds n elements that have been packed, if operands are rounded.
func (r *attend32) round(packed unsafe.Pointer, n int) {
	if r.rounds {
		roundBF16(unsafe.Slice((*float32)(packed), n))
	}
}

// roundS rounds what rows see.
func (r *attend32) roundS() {
	for i := 0; r.rounds && i < r.Rows; i++ {
		roundBF16(r.S[i*r.LD:][:r.Seen(i)])
	}
}

// place says where n rows from i on lie; those that a vector has beyond are the
// first again, so that what is read exists.
func (r *attend32) place(l *Rows[float32], i, n int) {
	for x := range r.places {
		at := i
		if x < n {
			at += x
		}
		r.places[x] = 4 * l.At(at)
	}
	_ = l.Row(i + n - 1)
}

// lines are columns x to x+n of some rows: in place or packed.
func (r *attend32) lines(l *Rows[float32], x, n, rows int) (from unsafe.Pointer, step int) {
	if rows == 0 {
		return unsafe.Pointer(&l.Data[0]), 0
	}
	_ = l.Row(rows - 1)
	far, even := l.Step(rows)
	if even && !r.rounds && n == r.width() && (far <= compact || r.Rows <= r.level.rows()) {
		return unsafe.Pointer(&l.Data[l.At(0)+x]), 4 * far
	}
	start := r.w.aligned(packedB, max(rows, r.LD)*r.width()) // as much for a cache that grows
	if even {
		copyRows(r.level, start, unsafe.Pointer(&l.Data[l.At(0)+x]), 4*far, rows, n)
	} else {
		r.copyRuns(start, l, x, n, rows)
	}
	r.round(start, rows*r.width())
	return start, 4 * r.width()
}

// copyRuns copies columns x to x+n of rows that do not lie evenly.
func (r *attend32) copyRuns(to unsafe.Pointer, l *Rows[float32], x, n, rows int) {
	for i := 0; i < rows; {
		run := min(l.Run-(l.First+i)%l.Run, rows-i)
		copyRows(r.level, to, unsafe.Pointer(&l.Data[l.At(i)+x]), 4*l.Near, run, n)
		i, to = i+run, unsafe.Add(to, 4*run*r.width())
	}
}
