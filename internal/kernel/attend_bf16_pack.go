package kernel

import "unsafe"

// roundRows rounds rows, step bytes from one to the next.
func (r *attend16) roundRows(q *Rows[float32]) (rows unsafe.Pointer, step int) {
	_ = q.Row(r.Rows - 1)
	step = r.lineBytes(q.Width)
	rows = r.w.aligned(packedA, r.Rows*step/4)
	if near, even := q.Step(r.Rows); even {
		roundRowsBF16AVX512(rows, step, unsafe.Pointer(&q.Data[q.At(0)]), 4*near, r.Rows, q.Width)
		return rows, step
	}
	for i := 0; i < r.Rows; {
		run := min(q.Run-(q.First+i)%q.Run, r.Rows-i)
		roundRowsBF16AVX512(unsafe.Add(rows, i*step), step, unsafe.Pointer(&q.Data[q.At(i)]), 4*q.Near, run, q.Width)
		i += run
	}
	return rows, step
}

// lineBytes is the size of a row of n elements as words: whole cache lines, and
// one more if rows would share a few lines of the nearest cache.
func (r *attend16) lineBytes(n int) int {
	bytes := ceil(2*n, line) * line
	if bytes%1024 == 0 {
		bytes += line
	}
	return bytes
}

// roundS rounds the rows of S: of each panel as much as its last row sees.
func (r *attend16) roundS() (rows unsafe.Pointer, step int) {
	step = r.lineBytes(r.LD)
	rows = r.w.aligned(packedA, r.Rows*step/4)
	if !r.Causal {
		r.roundPart(rows, step, 0, r.Rows)
		return rows, step
	}
	panels, each, higher := r.heights(r.Rows)
	i := 0
	for p := range panels {
		h := height(p, each, higher)
		r.roundPart(unsafe.Add(rows, i*step), step, i, h)
		i += h
	}
	return rows, step
}

// roundPart rounds n rows of S from i on.
func (r *attend16) roundPart(to unsafe.Pointer, step, i, n int) {
	if seen := r.Seen(i + n - 1); seen > 0 {
		from := r.S[i*r.LD:][:(n-1)*r.LD+seen]
		roundRowsBF16AVX512(to, step, unsafe.Pointer(&from[0]), 4*r.LD, n, seen)
	}
}

// weaveRows is how many rows of S are woven to one end.
const weaveRows = 16

// weaveS makes words of pairs of rows of S, LD of them a pair: as many as panels
// of keys read that any row of a pair sees.
func (r *attend16) weaveS(n int) unsafe.Pointer {
	to := r.w.aligned(packedA, ceil(r.Rows, 2)*r.LD)
	for i := 0; i < r.Rows; i += weaveRows {
		rows := min(weaveRows, r.Rows-i)
		if columns := min(n, r.Seen(i+rows-1)+r.level.rows()-1); columns > 0 {
			from := r.S[i*r.LD:][:(rows-1)*r.LD+columns]
			weaveRowsBF16AVX512(unsafe.Add(to, i/2*4*r.LD), 4*r.LD, unsafe.Pointer(&from[0]), 4*r.LD, rows, columns)
		}
	}
	return to
}

// packKeys packs rows j to j+width of n as columns of words. What is beyond n is
// like row j.
func (r *attend16) packKeys(to unsafe.Pointer, k *Rows[float32], j, n int) {
	lanes, base := r.level.lanes(), unsafe.Pointer(&k.Data[0])
	for half := 0; half < r.width(); half += lanes {
		if count := min(lanes, n-j-half); count > 0 {
			r.place(k, j+half, count)
		} else {
			r.place(k, j, 1)
		}
		transposeBF16AVX512(unsafe.Add(to, 4*half), 4*r.width(), base, (*[16]int)(&r.places), k.Width)
	}
}

// packPairs packs columns x to x+n of rows: words of pairs of them.
func (r *attend16) packPairs(l *Rows[float32], x, n, rows int) unsafe.Pointer {
	most := max(rows, r.LD) // as much for a cache that grows
	to := r.w.aligned(packedB, ceil(most, 2)*r.width())
	if rows == 0 {
		return to
	}
	_ = l.Row(rows - 1)
	if far, even := l.Step(rows); even {
		copyRowsBF16AVX512(to, unsafe.Pointer(&l.Data[l.At(0)+x]), 4*far, rows, n)
		return to
	}
	aside := r.w.aligned(remains, most*r.width())
	r.copyRuns(aside, l, x, n, rows)
	copyRowsBF16AVX512(to, aside, 4*r.width(), rows, n)
	return to
}
