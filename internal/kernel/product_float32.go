package kernel

import "unsafe"

// float32s is a block of a product under way with the micro-kernels of a level.
type float32s struct {
	*Product[float32]
	w     *Worker
	level level
	width int // of a panel of B

	depth   int  // of a part of the sum that stays in registers
	pack    bool // A's rows
	inPlace bool // B
	aside   bool // sums of a block before the last part of k are not in C
	m       micro
	places  places
	ahead   struct { // see lookAhead
		by    uintptr
		calls int
	}
}

// How operands are used; all were measured.
const (
	leastDepth    = 512     // k between two visits of C, and more where rows are few:
	mostDepth     = 1024    // as long as
	blockElements = 180_000 // of A, which stay in the second cache, are not exceeded
	fewRows       = 3       // up to which B's rows are streamed through without packing
	fewColumns    = 512     // up to which A is read in place
	fewTall       = 128     // and Aᵀ
	lowBlock      = 96      // rows up to which B is read in place
	stripe        = 128     // columns between two visits of the epilogue
)

// multiply32 computes a block with bias and epilogue.
func multiply32(p *Product[float32], w *Worker, b block) {
	p.check()
	r := float32s{Product: p, w: w, level: current, width: 2 * current.lanes()}
	r.m.alpha, r.m.beta, r.m.cRow = p.Alpha, p.Beta, 4*p.LDC
	switch {
	case r.fewTurned():
		r.turned(b)
	case r.fewStreams():
		r.stream(b)
	default:
		r.panels(b)
	}
}

// fewTurned says whether B is best transposed while it is multiplied.
func (r *float32s) fewTurned() bool {
	return r.TransB && !r.TransA && r.Packed == nil && r.M <= r.level.turnedRows()
}

// turnedRows is the number of rows up to which transposing Bᵀ while it is
// multiplied beats packing it. At level neon it is always packed.
func (l level) turnedRows() int { return [...]int{0, 4, 6, 0}[l] }

// fewStreams says whether B is best read once, as it lies.
func (r *float32s) fewStreams() bool { return !r.TransB && r.Packed == nil && r.M <= fewRows }

// panels is the way of large products: for each part of k, panels of B are
// packed one after another and multiplied with all rows of the block.
func (r *float32s) panels(b block) {
	r.plan(b)
	r.setPartial(b)
	deep := packedDepth / r.depth * r.depth
	for from := 0; from < r.K; from += deep {
		to := min(from+deep, r.K)
		if r.pack {
			r.packA(b, from, to)
		}
		for k := from; k < to; k += r.depth {
			r.across(b, k, r.packedAt(b, k-from))
		}
	}
}

// across multiplies a part of k with all columns of a block. packed is where
// the rows of A are if they are packed.
func (r *float32s) across(b block, k int, packed unsafe.Pointer) {
	r.m.k = min(r.depth, r.K-k)
	done, end := b.j, b.j+b.columns
	for j := b.j; j < end; {
		next := min(j+r.width, end)
		r.column(b, [2]int{j, next}, k, packed)
		j = next
		if k+r.m.k == r.K && (j-done >= stripe || j == end) {
			r.end(block{b.i, b.rows, done, j - done})
			done = j
		}
	}
}

// plan decides how operands are read. What sums are made of, and in which
// order, does not depend on that.
func (r *float32s) plan(b block) {
	parts := ceil(r.K, min(max(blockElements/r.tiling().rows, leastDepth), mostDepth))
	r.depth = ceil(ceil(r.K, parts), 4) * 4
	collides := r.LDA%1024 == 0 // rows would share a few lines of the nearest cache
	switch {
	case r.TransA:
		r.pack = r.N > fewTall
	case r.Packed != nil && b.rows <= r.level.rows():
		r.pack = collides && b.rows > 8
	default:
		r.pack = r.N > fewColumns || collides && r.N > 2*r.width
	}
	low := b.rows <= r.level.rows() || r.M <= lowBlock && r.LDB < 1024
	r.inPlace = !r.TransB && low
}

// column computes a part of the sums of columns [j[0], j[1]). Parts go on with
// each other's sums; the last makes C of them.
func (r *float32s) column(b block, j [2]int, k int, packed unsafe.Pointer) {
	m := &r.m
	m.n = j[1] - j[0]
	m.keep, m.bias, m.alpha = 0, nil, 1
	if k+m.k == r.K {
		m.alpha = r.Alpha
		if r.Beta != 0 {
			m.keep = 1
		}
		if r.Bias != nil {
			m.bias = unsafe.Pointer(&r.Bias[j[0]])
		}
	}
	r.panelB(k, j[0])
	r.lookAhead(b, k, j[0])
	r.rows(b, j[0], k, packed)
}

// setPartial decides where the sums of parts of k wait for the next: in C, or
// aside where what C holds is still wanted.
func (r *float32s) setPartial(b block) {
	r.aside, r.m.sumsRow = r.Beta != 0 && r.K > r.depth, 4*r.LDC
	if r.aside {
		r.w.at(partial, 4*b.rows*b.columns)
		r.m.sumsRow = 4 * b.columns
	}
}

// partial is where the sums of element (i, j) wait. It is not kept in r, whose
// contents the compiler would then put on the heap.
func (r *float32s) partial(b block, i, j int) unsafe.Pointer {
	if r.aside {
		return unsafe.Add(r.w.at(partial, 0), (i-b.i)*r.m.sumsRow+4*(j-b.j))
	}
	return unsafe.Pointer(&r.C[i*r.LDC+j])
}

// placeSums points the micro-kernel, where there are several parts of k, to the
// sums of the part before, and to where its own wait for the next.
func (r *float32s) placeSums(b block, i, j, k int) {
	m := &r.m
	sums := r.partial(b, i, j)
	m.cRow, m.sums = 4*r.LDC, nil
	if k > 0 {
		m.sums = sums
	}
	if k+m.k < r.K {
		m.c, m.cRow = sums, m.sumsRow
	}
}

// rows multiplies a panel of B with all rows of a block.
func (r *float32s) rows(b block, j, k int, packed unsafe.Pointer) {
	m := &r.m
	panels, each, higher := r.heights(b.rows)
	m.aRow, m.aStep = 4*r.LDA, 4*r.LDA
	i := b.i
	for s := range panels {
		h := height(s, each, higher)
		m.c = unsafe.Pointer(&r.C[i*r.LDC+j])
		if m.k < r.K {
			r.placeSums(b, i, j, k)
		}
		switch {
		case r.pack:
			m.a, m.aStep = packed, 4*h
			packed = unsafe.Add(packed, r.panelBytes(h, m.k))
			mulColumns(r.level, h, m)
		case r.TransA:
			m.a = unsafe.Pointer(&r.A[k*r.LDA+i])
			mulColumns(r.level, h, m)
		default:
			m.a = unsafe.Pointer(&r.A[i*r.LDA+k])
			mulRows(r.level, h, m)
		}
		r.lookFurther()
		i += h
	}
}

// heights cuts rows into panels as even as can be: the first of them are one
// row higher than the others.
func (r *float32s) heights(rows int) (panels, each, higher int) {
	panels = ceil(rows, r.level.rows())
	return panels, rows / panels, rows % panels
}

func (r *float32s) panelBytes(height, k int) int { return 4*height*k + line }
