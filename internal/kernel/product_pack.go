package kernel

import "unsafe"

// packKey says which part of which matrix is packed. The zero key is of none.
type packKey struct {
	a                      uintptr
	i, rows, k, depth, lda int
	trans                  bool
	level                  level
	form                   form
}

// forget makes w pack anew: a job has begun, and matrices may have changed.
func (w *Worker) forget() { w.packed = packKey{} }

// line is the size of a cache line, at which packed memory begins.
const line = 64

// aligned is where n elements begin, at a cache line, with room for a vector
// beyond them.
func (w *Worker) aligned(memory, n int) unsafe.Pointer {
	start := w.at(memory, 4*n+2*line)
	return unsafe.Add(start, -uintptr(start)&(line-1))
}

// places are where the lines of a panel begin, in bytes.
type places [16]int

// set makes places of n lines; those that a vector has beyond are the first
// again, so that what is read exists.
func (p *places) set(n, ld int) {
	for i := range p {
		p[i] = 0
		if i < n {
			p[i] = 4 * i * ld
		}
	}
}

// packA packs a block's rows of A, k over [from, to): for each part of k that
// is multiplied at a time, panel after panel.
func (r *float32s) packA(b block, from, to int) {
	key := packKey{uintptr(unsafe.Pointer(&r.A[0])), b.i, b.rows, from, to, r.LDA, r.TransA, r.level, asTheyAre}
	if r.w.packed == key {
		return
	}
	panels, each, higher := r.heights(b.rows)
	parts := ceil(to-from, r.depth)
	dst := r.w.aligned(packedA, b.rows*(to-from)+parts*panels*line/4)
	for k := from; k < to; k += r.depth {
		depth := min(r.depth, to-k)
		dst = r.packRows(dst, b.i, each+1, higher, k, depth)
		dst = r.packRows(dst, b.i+higher*(each+1), each, panels-higher, k, depth)
	}
	r.w.packed = key
}

// packedAt is where packA puts what begins k after the first.
func (r *float32s) packedAt(b block, k int) unsafe.Pointer {
	if !r.pack {
		return nil
	}
	panels, _, _ := r.heights(b.rows)
	return unsafe.Add(r.w.aligned(packedA, 0), 4*b.rows*k+k/r.depth*panels*line)
}

// packRows packs panels of one height, and says where the next begins.
func (r *float32s) packRows(dst unsafe.Pointer, i, height, panels, k, depth int) unsafe.Pointer {
	bytes := r.panelBytes(height, depth)
	if r.TransA && panels > 0 {
		copyColumns(r.level, dst, bytes, height, panels, unsafe.Pointer(&r.A[k*r.LDA+i]), 4*r.LDA, depth)
		return unsafe.Add(dst, bytes*panels)
	}
	r.places.set(height, r.LDA)
	for range panels {
		transpose(r.level, dst, 4*height, unsafe.Pointer(&r.A[i*r.LDA+k]), &r.places, depth)
		dst = unsafe.Add(dst, bytes)
		i += height
	}
	return dst
}

// panelB makes a panel of B ready, columns from j and k from k on.
func (r *float32s) panelB(k, j int) {
	m := &r.m
	if r.Packed != nil {
		r.panelOfPacked(k, j)
		return
	}
	from := unsafe.Pointer(&r.B[at(r.TransB, k, j, r.LDB)])
	if r.inPlace && m.n == r.width {
		m.b, m.bStep = from, 4*r.LDB
		return
	}
	m.b, m.bStep = r.w.aligned(packedB, r.depth*r.width), 4*r.width
	if !r.TransB {
		copyRows(r.level, m.b, from, 4*r.LDB, m.k, m.n)
		return
	}
	lanes := r.level.lanes()
	for half := 0; half < m.n; half += lanes {
		r.places.set(min(lanes, m.n-half), r.LDB)
		transpose(r.level, unsafe.Add(m.b, 4*half), m.bStep, unsafe.Add(from, 4*half*r.LDB), &r.places, m.k)
	}
}

// lookAhead lets the next panel of B be prefetched while this one, at (k, j), is
// multiplied with one panel of rows after another: two rows of B at every
// fourth k, or four lines of Bᵀ.
func (r *float32s) lookAhead(b block, k, j int) {
	if j += r.width; j >= b.j+b.columns && k+r.m.k < r.K {
		k, j = k+r.m.k, b.j
	}
	if j >= r.N {
		r.lookNowhere()
		return
	}
	if r.Packed != nil {
		r.lookAheadPacked(k, j)
		return
	}
	m, ld := &r.m, uintptr(4*r.LDB)
	m.ahead = uintptr(unsafe.Pointer(&r.B[at(r.TransB, k, j, r.LDB)]))
	if r.TransB {
		m.aheadX, m.aheadY, m.aheadStep = ld, 2*ld, 16
		r.ahead.by, r.ahead.calls = 4*ld, r.width/4
		return
	}
	m.aheadX, m.aheadY, m.aheadStep = 64, ld, 2*ld
	r.ahead.by, r.ahead.calls = uintptr(m.k/4)*2*ld, 2
}

// lookFurther goes on, after a panel of rows.
func (r *float32s) lookFurther() {
	r.m.ahead += r.ahead.by
	if r.ahead.calls--; r.ahead.calls == 0 {
		r.lookNowhere()
	}
}

// lookNowhere prefetches what is there already.
func (r *float32s) lookNowhere() {
	m := &r.m
	m.ahead, m.aheadX, m.aheadY, m.aheadStep = uintptr(m.b), 0, 0, 0
	r.ahead.by, r.ahead.calls = 0, 0
}
