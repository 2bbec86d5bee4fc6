package kernel

import "unsafe"

// packPanel packs n columns from j on, over k elements each, into a panel of two
// vectors' width: its row k is what the micro-kernels read of B at once. Columns
// beyond are numbers that nobody asks for.
func (b matrix32) packPanel(dst unsafe.Pointer, j, k, n int) {
	lanes := current.lanes()
	from := unsafe.Pointer(&b.x[at(b.trans, 0, j, b.ld)])
	if !b.trans {
		copyRows(current, dst, from, 4*b.ld, k, n)
		return
	}
	var p places
	for half := 0; half < 2*lanes; half += lanes {
		here := min(half, n-1) // where there is something
		p.set(min(lanes, n-here), b.ld)
		transpose(current, unsafe.Add(dst, 4*half), 8*lanes, unsafe.Add(from, 4*here*b.ld), &p, k)
	}
}

// panelOfPacked makes a panel that was packed once ready.
func (r *float32s) panelOfPacked(k, j int) {
	r.m.b = unsafe.Add(r.Packed.panel(0, j), 4*r.width*k)
	r.m.bStep = 4 * r.width
}

// lookAheadPacked is lookAhead for panels that were packed once: the next lies
// behind this one.
func (r *float32s) lookAheadPacked(k, j int) {
	m := &r.m
	m.ahead = uintptr(unsafe.Add(r.Packed.panel(0, j), 4*r.width*k))
	m.aheadX, m.aheadY, m.aheadStep = line, 2*line, 4*line
	r.ahead.by, r.ahead.calls = uintptr(m.k)*line, ceil(4*r.width, line)
}
