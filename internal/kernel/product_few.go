package kernel

import "unsafe"

// turned computes a block of a product of few rows with Bᵀ, which is read as it
// lies.
func (r *float32s) turned(b block) {
	m := &r.m
	m.k, m.keep, m.sums = r.K, 0, nil
	if r.Beta != 0 {
		m.keep = 1
	}
	m.a, m.aRow = unsafe.Pointer(&r.A[b.i*r.LDA]), 4*r.LDA
	width, end := r.level.lanes(), b.j+b.columns
	for j := b.j; j < end; j += width {
		m.n, m.bias = min(width, end-j), nil
		if r.Bias != nil {
			m.bias = unsafe.Pointer(&r.Bias[j])
		}
		m.c = unsafe.Pointer(&r.C[b.i*r.LDC+j])
		m.b, m.bStep = unsafe.Pointer(&r.B[j*r.LDB]), 4*r.LDB
		if m.n < width {
			r.copyTail(j, m.n, width)
		}
		mulTurned(r.level, b.rows, m)
	}
	r.end(b)
}

// copyTail copies the last rows of Bᵀ to where a kernel may read width rows.
func (r *float32s) copyTail(j, n, width int) {
	to := unsafe.Slice((*float32)(r.w.at(packedB, 4*width*r.K)), width*r.K)
	for x := range n {
		copy(to[x*r.K:][:r.K], r.B[(j+x)*r.LDB:])
	}
	r.m.b, r.m.bStep = unsafe.Pointer(&to[0]), 4*r.K
}

// stream computes a block of a product of very few rows with B, whose rows are
// read once, as they lie.
func (r *float32s) stream(b block) {
	m := &r.m
	m.k, m.keep, m.sums = r.K, 0, nil
	if r.Beta != 0 {
		m.keep = 1
	}
	m.a, m.aRow, m.aStep = unsafe.Pointer(&r.A[b.i*r.LDA]), 4*r.LDA, 4
	if r.TransA {
		m.a, m.aRow, m.aStep = unsafe.Pointer(&r.A[b.i]), 4, 4*r.LDA
	}
	wide := 2 * r.width
	end := b.j + b.columns
	for j := b.j; j < end; {
		n := min(wide, end-j)
		if n < wide {
			n = min(n, r.width)
		}
		m.n, m.bias = n, nil
		if r.Bias != nil {
			m.bias = unsafe.Pointer(&r.Bias[j])
		}
		m.c = unsafe.Pointer(&r.C[b.i*r.LDC+j])
		r.streamed(b, j)
		j += n
	}
	r.end(b)
}

// streamed is one panel of stream.
func (r *float32s) streamed(b block, j int) {
	m := &r.m
	m.b, m.bStep = unsafe.Pointer(&r.B[j]), 4*r.LDB
	if m.n == 2*r.width {
		mulStrided(r.level, b.rows, m)
		return
	}
	if m.n < r.width {
		to := r.w.aligned(packedB, r.K*r.width)
		copyRows(r.level, to, m.b, m.bStep, m.k, m.n)
		m.b, m.bStep = to, 4*r.width
	}
	r.lookNowhere()
	if r.TransA {
		mulColumns(r.level, b.rows, m)
	} else {
		mulRows(r.level, b.rows, m)
	}
}
