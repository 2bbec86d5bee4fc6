package kernel

import "unsafe"

// lookAhead lets the next panel of B be prefetched while this one, at (k, j), is
// multiplied with one panel of rows after another: four lines at every fourth
// word.
func (r *narrow) lookAhead(b block, k, j int) {
	m := &r.m
	if j += r.width; j >= b.j+b.columns && k+r.depth < r.K {
		k, j = k+r.depth, b.j
	}
	if j >= r.N {
		r.lookNowhere()
		return
	}
	if r.Packed != nil {
		m.ahead, m.aheadX, m.aheadY, m.aheadStep = uintptr(r.Packed.panel(k, j)), 64, 128, 256
		r.ahead.by, r.ahead.calls = uintptr(m.k/4)*256, 2
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

// lookFurther goes on, after a panel of rows.
func (r *narrow) lookFurther() {
	r.m.ahead += r.ahead.by
	if r.ahead.calls--; r.ahead.calls == 0 {
		r.lookNowhere()
	}
}

// lookNowhere prefetches what is there already.
func (r *narrow) lookNowhere() {
	m := &r.m
	m.ahead, m.aheadX, m.aheadY, m.aheadStep = uintptr(m.b), 0, 0, 0
	r.ahead.by, r.ahead.calls = 0, 0
}
