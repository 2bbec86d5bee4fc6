package kernel

import "unsafe"

// lookahead is what is prefetched: for so many calls of micro-kernels from
// micro.ahead on, and then from another place.
type lookahead struct {
	by    uintptr // from one call to the next
	calls int
	then  uintptr // or 0
	more  int     // calls from there
	batch bool    // of the product that this worker will probably get next
}

// lookAhead lets the next panel of B be prefetched while this one, at (k, j), is
// multiplied with one panel of rows after another: four lines at every fourth
// word.
func (r *narrow) lookAhead(b block, k, j int) {
	m := &r.m
	if r.ahead.batch || r.form.tiled() {
		return
	}
	if j += r.width; j >= b.j+b.columns && k+r.depth < r.K {
		k, j = k+r.depth, b.j
	}
	if j >= r.N {
		r.lookNowhere()
		return
	}
	if r.Packed != nil {
		r.lookLinearly(uintptr(r.Packed.panel(k, j)))
		r.ahead.calls = 2
		return
	}
	ld, each := uintptr(4*r.LDB), r.form.each()
	m.ahead = uintptr(unsafe.Pointer(&r.B[at(r.TransB, k, j, r.LDB)]))
	if r.TransB {
		m.aheadX, m.aheadY, m.aheadStep = ld, 2*ld, uintptr(16*each)
		r.ahead.by, r.ahead.calls = 4*ld, r.width/4
		return
	}
	m.aheadX, m.aheadY, m.aheadStep = 64, ld, 2*ld
	r.ahead.by, r.ahead.calls = uintptr(m.k/4)*2*ld, 2*each
}

// lookLinearly prefetches memory from one line to the next.
func (r *narrow) lookLinearly(from uintptr) {
	m := &r.m
	m.ahead, m.aheadX, m.aheadY, m.aheadStep = from, line, 2*line, 4*line
	r.ahead.by = uintptr(m.k/4) * 4 * line
}

// batchBytes is the size of operands up to which a product of one tile is taken
// for one of a batch, whose operands follow each other in memory.
const batchBytes = 128 << 10

// lookBatch lets the operands be prefetched of the product that follows as many
// further as there are workers. If there is none, nothing is lost: B is
// small enough to be in the cache once it has been packed.
func (r *narrow) lookBatch() {
	r.m.k = r.form.words(r.K)
	a, b := uintptr(4*r.M*r.K), uintptr(4*r.K*r.N)
	if r.form.tiled() || r.Packed != nil || r.K > r.depth || r.m.k < 4 || a > batchBytes || b > batchBytes || r.Tiles() != 1 {
		return
	}
	skip := uintptr(1)
	if r.w.team != nil {
		skip = uintptr(r.w.team[scratch].workers)
	}
	r.lookLinearly(uintptr(unsafe.Pointer(&r.A[0])) + skip*a)
	r.ahead.calls = int(a / r.ahead.by)
	r.ahead.then, r.ahead.more = uintptr(unsafe.Pointer(&r.B[0]))+skip*b, int(b/r.ahead.by)
	r.ahead.batch = true
}

// lookFurther goes on, after a panel of rows.
func (r *narrow) lookFurther() {
	r.m.ahead += r.ahead.by
	if r.ahead.calls--; r.ahead.calls == 0 {
		if r.ahead.more > 0 {
			r.m.ahead, r.ahead.calls, r.ahead.more = r.ahead.then, r.ahead.more, 0
			return
		}
		r.lookNowhere()
	}
}

// lookNowhere prefetches what is there already.
func (r *narrow) lookNowhere() {
	m := &r.m
	m.ahead, m.aheadX, m.aheadY, m.aheadStep = uintptr(m.b), 0, 0, 0
	r.ahead.by, r.ahead.calls = 0, 0
}
