package kernel

import "unsafe"

// dots computes a block of a product of few rows with Bᵀ: dot products of rows
// of A with rows of Bᵀ, as many columns at a time as a vector has lanes.
func (r *float32s) dots(b block) {
	lanes := r.level.lanes()
	for j := b.j; j < b.j+b.columns; j += lanes {
		n := min(lanes, b.j+b.columns-j)
		i := b.i
		for i < b.i+b.rows {
			height := r.level.dotHeight(b.i + b.rows - i)
			for at := 0; at < n; at += lanes / height {
				r.dot(i, height, j+at, min(lanes/height, n-at))
			}
			i += height
		}
	}
	r.end(b)
}

// dotHeight is the most rows of n that are multiplied at a time.
func (l level) dotHeight(n int) int {
	switch {
	case n >= 4 && l == avx512:
		return 4
	case n >= 2:
		return 2
	}
	return 1
}

func (r *float32s) dot(i, height, j, n int) {
	m := &r.m
	m.k, m.n, m.bias, m.keep, m.beta = r.K, n, nil, 0, r.Beta
	if r.Beta != 0 {
		m.keep = 1
	}
	if r.Bias != nil {
		m.bias = unsafe.Pointer(&r.Bias[j])
	}
	m.a, m.aRow = unsafe.Pointer(&r.A[i*r.LDA]), 4*r.LDA
	m.b, m.bStep = unsafe.Pointer(&r.B[j*r.LDB]), 4*r.LDB
	m.c = unsafe.Pointer(&r.C[i*r.LDC+j])
	if width := r.level.lanes() / height; n < width {
		r.copyTail(j, n, width)
	}
	dots(r.level, height, m)
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
	m.k, m.keep = r.K, 0
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
