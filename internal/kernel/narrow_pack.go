package kernel

import "unsafe"

// packA packs a block's rows of A, k over [from, to): for each part of k that
// is multiplied at a time, panel after panel.
func (r *narrow) packA(b block, from, to int) {
	key := packKey{uintptr(unsafe.Pointer(&r.A[0])), b.i, b.rows, from, to, r.LDA, r.TransA, r.level, r.form}
	if r.w.packed == key {
		return
	}
	panels, each, higher := r.heights(b.rows)
	dst := r.w.aligned(packedA, r.packedBytes(b, from, to)/4)
	for k := from; k < to; k += r.depth {
		depth := min(r.depth, to-k)
		dst = r.packRows(dst, lines{b.i, each + 1, higher}, k, depth)
		dst = r.packRows(dst, lines{b.i + higher*(each+1), each, panels - higher}, k, depth)
	}
	r.w.packed = key
}

// packedBytes is the size of what packA packs.
func (r *narrow) packedBytes(b block, from, to int) int {
	n := 0
	for k := from; k < to; k += r.depth {
		n += r.partBytes(b, min(r.depth, to-k))
	}
	return n
}

// partBytes is the size of a part of k.
func (r *narrow) partBytes(b block, k int) int {
	panels, _, _ := r.heights(b.rows)
	if r.form.tiled() {
		return panels * r.panelBytes(panelRows, r.form.words(k))
	}
	return panels*r.panelBytes(1, 0) + 4*b.rows*r.form.words(k)
}

// packedAt is where packA puts what begins k after the first.
func (r *narrow) packedAt(b block, k int) unsafe.Pointer {
	return unsafe.Add(r.w.aligned(packedA, 0), k/r.depth*r.partBytes(b, r.depth))
}

// lines are panels of one height from line i on.
type lines struct{ i, height, panels int }

// packRows packs panels of A, and says where the next begins.
func (r *narrow) packRows(dst unsafe.Pointer, s lines, k, depth int) unsafe.Pointer {
	bytes := r.panelBytes(s.height, r.form.words(depth))
	if s.panels > 0 && r.TransA && r.form == bf16Words {
		copyColumnsBF16AVX512(dst, bytes, s.height, s.panels, unsafe.Pointer(&r.A[k*r.LDA+s.i]), 4*r.LDA, depth)
		return unsafe.Add(dst, bytes*s.panels)
	}
	for range s.panels {
		r.packPanel(dst, s.i, s.height, k, depth)
		dst = unsafe.Add(dst, bytes)
		s.i += s.height
	}
	return dst
}

// packPanel packs a panel of A.
func (r *narrow) packPanel(dst unsafe.Pointer, i, height, k, depth int) {
	switch r.form {
	case bf16Words:
		r.places.set(height, r.LDA)
		transposeBF16AVX512(dst, 4*height, unsafe.Pointer(&r.A[i*r.LDA+k]), (*[16]int)(&r.places), depth)
	case int8Words:
		r.quantise(dst, i, height, k, depth)
	case bf16Tiles, bf16x3Tiles, int8Tiles:
		r.packTiles(dst, i, height, k, depth)
	default:
		panel := unsafe.Slice((*float32)(dst), height*depth)
		r.packFloats(panel, i, height, k)
		if r.form == bf16Floats {
			roundBF16(panel)
			return
		}
		for x, q := range r.rowQuantaOf(i, height) {
			for at := x; x < height && at < len(panel); at += height {
				panel[at] = q.float(panel[at])
			}
		}
	}
}

// packFloats packs a panel of A as it is.
func (r *narrow) packFloats(panel []float32, i, height, k int) {
	depth, dst := len(panel)/height, unsafe.Pointer(&panel[0])
	from := r.A[at(r.TransA, i, k, r.LDA):]
	switch {
	case r.level == plain:
		packPanels(panel, from, r.LDA, !r.TransA, [3]int{height, height, depth})
	case r.TransA:
		copyColumns(r.level, dst, 0, height, 1, unsafe.Pointer(&from[0]), 4*r.LDA, depth)
	default:
		r.places.set(height, r.LDA)
		transpose(r.level, dst, 4*height, unsafe.Pointer(&from[0]), &r.places, depth)
	}
}

// quantise packs a panel of bytes.
func (r *narrow) quantise(dst unsafe.Pointer, i, height, k, depth int) {
	record := (*rowQuanta)(dst)
	inverse := record.set(r.rowQuantaOf(i, height))
	r.places.set(height, r.LDA)
	transposeInt8AVX512(unsafe.Add(dst, unsafe.Sizeof(*record)), 4*height, unsafe.Pointer(&r.A[i*r.LDA+k]), (*[16]int)(&r.places), depth, &inverse, &record.zero)
}

// panelB makes a panel of B ready, columns from j and k from k on, and says
// where it is.
func (r *narrow) panelB(k, j int) unsafe.Pointer {
	m := &r.m
	m.bStep = 4 * r.width
	if p := r.Packed; p != nil {
		at := p.panel(k, j)
		if r.form.quantised() {
			m.columns, at = (*columnQuanta)(at), unsafe.Add(at, unsafe.Sizeof(columnQuanta{}))
		}
		m.b = at
		return at
	}
	dst := r.w.aligned(packedB, r.form.words(r.depth)*r.width)
	m.b = dst
	depth := min(r.depth, r.K-k)
	b := matrix32{r.B, r.LDB, r.TransB}
	switch r.form {
	case bf16Words:
		b.packBF16(dst, &r.places, k, j, [2]int{depth, m.n})
	case bf16Tiles, bf16x3Tiles:
		b.packForTiles(r.w, r.form, dst, k, j, [2]int{depth, m.n})
	default:
		panel := unsafe.Slice((*float32)(dst), depth*r.width)
		b.packFloats(panel, k, j, [3]int{m.n, r.width, depth})
		roundBF16(panel)
	}
	return dst
}

// matrix32 is op(B).
type matrix32 struct {
	x     []float32
	ld    int
	trans bool
}

// packBF16 packs a panel of two vectors' width; size is k and n.
func (b matrix32) packBF16(dst unsafe.Pointer, p *places, k, j int, size [2]int) {
	from := unsafe.Pointer(&b.x[at(b.trans, k, j, b.ld)])
	if !b.trans {
		copyRowsBF16AVX512(dst, from, 4*b.ld, size[0], size[1])
		return
	}
	for half := 0; half < 32; half += 16 {
		n := size[1] - half
		if n <= 0 { // columns that nobody asks for, of what is there
			n = 1
			p.set(n, b.ld)
			transposeBF16AVX512(unsafe.Add(dst, 4*half), 128, from, (*[16]int)(p), size[0])
			continue
		}
		p.set(min(n, 16), b.ld)
		transposeBF16AVX512(unsafe.Add(dst, 4*half), 128, unsafe.Add(from, 4*half*b.ld), (*[16]int)(p), size[0])
	}
}

// packFloats packs a panel as floats; size is n, width and k.
func (b matrix32) packFloats(dst []float32, k, j int, size [3]int) {
	if current == plain {
		packPanels(dst, b.x[at(b.trans, k, j, b.ld):], b.ld, b.trans, size)
		return
	}
	b.x = b.x[at(b.trans, k, 0, b.ld):]
	b.packPanel(unsafe.Pointer(&dst[0]), j, size[2], size[0])
}
