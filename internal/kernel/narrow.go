package kernel

import "unsafe"

// narrow is a block of a product under way whose operands are rounded. They are
// packed into panels of words, as the float32 product packs floats: the i-th
// word of row k of a panel is the elements each·k … of its i-th line. Which
// sums are made and in which order depends on K and on the form, not on M: a
// row has the same bits whatever other rows there are.
type narrow struct {
	*Product[float32]
	w             *Worker
	level         level
	form          form
	height, width int // of the largest micro-kernel
	depth         int // k of a part of the sum that stays in registers

	m      micro
	places places
	ahead  lookahead
}

// How operands are used; all were measured.
const (
	narrowWords = 512       // in a row of the largest part
	narrowBytes = 640 << 10 // of A, which stay in the second cache
)

// narrowed says whether operands of p are rounded.
func (p *Product[T]) narrowed() bool {
	return p.Precision != Float32 && size[T]() == 4 && formOf(p.Precision, p.Packed != nil) != asTheyAre
}

// narrowOf is a product without its micro-kernel's operands.
func narrowOf(p *Product[float32]) narrow {
	r := narrow{Product: p, level: current, form: formOf(p.Precision, p.Packed != nil)}
	r.height, r.width = r.form.tile()
	r.depth = r.form.depth(p.K)
	return r
}

// tile is the size of the largest micro-kernel.
func (f form) tile() (height, width int) {
	if f.tiled() {
		return panelRows, panelWords
	}
	if current == plain && !f.hasWords() {
		return plainHeight, plainWidth
	}
	return current.rows(), 2 * current.lanes()
}

// depth is how K is cut into parts, each of which is packed apart.
func (f form) depth(k int) int {
	if f == asTheyAre {
		return k
	}
	parts := ceil(k, narrowWords*f.each())
	return ceil(ceil(k, parts), 64) * 64
}

// words is the number of words that k elements of a line take.
func (f form) words(k int) int {
	if f.tiled() {
		return f.tiledWords(k)
	}
	return ceil(k, f.each())
}

// multiplyNarrow computes a block with bias and epilogue.
func multiplyNarrow(p *Product[float32], w *Worker, b block) {
	r := narrowOf(p)
	r.check()
	r.w = w
	r.m.alpha, r.m.cRow = p.Alpha, 4*p.LDC
	r.lookBatch()
	deep := r.form.deep(r.K)
	for from := 0; from < r.K; from += deep {
		to := min(from+deep, r.K)
		r.packA(b, from, to)
		for k := from; k < to; k += r.depth {
			r.across(b, k, r.packedAt(b, k-from))
		}
	}
}

// check panics if a matrix is not as large as it is said to be.
func (r *narrow) check() {
	if r.TransA && r.Precision == Int8 && r.Packed != nil {
		panic("kernel: Int8 quantises rows of A, which are columns here")
	}
	r.Product.check()
}

// across multiplies a part of k with all columns of a block.
func (r *narrow) across(b block, k int, packed unsafe.Pointer) {
	m := &r.m
	depth := min(r.depth, r.K-k)
	m.k = r.form.words(depth)
	m.keep, m.beta = 1, 1
	if k == 0 {
		m.beta = r.Beta
		if r.Beta == 0 {
			m.keep = 0
		}
	}
	done, end := b.j, b.j+b.columns
	for j := b.j; j < end; j += r.width {
		m.n, m.bias = min(r.width, end-j), nil
		if k+depth == r.K && r.Bias != nil {
			m.bias = unsafe.Pointer(&r.Bias[j])
		}
		panel := r.panelB(k, j)
		r.lookAhead(b, k, j)
		r.rows(b, j, packed, panel)
		if next := j + m.n; k+depth == r.K && (next-done >= stripe || next == end) {
			r.end(block{b.i, b.rows, done, next - done})
			done = next
		}
	}
}

// rows multiplies a panel of B with all rows of a block.
func (r *narrow) rows(b block, j int, packed, panel unsafe.Pointer) {
	m := &r.m
	panels, each, higher := r.heights(b.rows)
	i := b.i
	for s := range panels {
		h := height(s, each, higher)
		m.c = unsafe.Pointer(&r.C[i*r.LDC+j])
		m.a, m.aStep = packed, 4*h
		if r.form == int8Words {
			m.rows, m.a = (*rowQuanta)(packed), unsafe.Add(packed, unsafe.Sizeof(rowQuanta{}))
		}
		if r.form.tiled() {
			r.multiplyTiles(h, i*r.LDC+j, packed, panel)
		} else {
			r.multiplyRows(h)
		}
		packed = unsafe.Add(packed, r.panelBytes(h, m.k))
		r.lookFurther()
		i += h
	}
}

// multiplyRows calls the micro-kernel of a height.
func (r *narrow) multiplyRows(height int) {
	switch {
	case r.form == bf16Words:
		mulBF16ColumnsAVX512(height, &r.m)
	case r.form == int8Words:
		mulInt8ColumnsAVX512(height, &r.m)
	case r.level == plain:
		mulColumnsPlain(height, &r.m)
	default:
		mulColumns(r.level, height, &r.m)
	}
}

// heights cuts rows into panels as even as can be: the first of them are one
// row higher than the others.
func (r *narrow) heights(rows int) (panels, each, higher int) {
	panels = ceil(rows, r.height)
	return panels, rows / panels, rows % panels
}

// panelBytes is the size of a panel of A. Those of one size would share sets of
// the nearest cache without the line between them.
func (r *narrow) panelBytes(height, words int) int {
	if r.form.tiled() {
		height = panelRows
	}
	n := 4*height*words + line
	if r.form.quantised() {
		n += ceil(height, tileRows) * int(unsafe.Sizeof(rowQuanta{}))
	}
	return n
}
