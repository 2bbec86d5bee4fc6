package kernel

import "unsafe"

// The micro-kernel of plain Go makes plainHeight rows by plainWidth columns,
// which stay in registers, over plainDepth of k, from packed operands.
const (
	plainHeight = 2
	plainWidth  = 4
	plainDepth  = 256
)

// multiply computes a block but for bias and epilogue.
func (p *Product[T]) multiply(w *Worker, b block) {
	c := p.C[b.i*p.LDC+b.j:]
	beta := p.Beta
	if p.trivial() {
		if !SkipProducts.Load() {
			scaleRows(c, p.LDC, b.rows, b.columns, beta)
		}
		return
	}
	rows, columns := ceil(b.rows, plainHeight)*plainHeight, ceil(b.columns, plainWidth)*plainWidth
	n := (rows + columns) * plainDepth
	w.forget()
	memory := unsafe.Slice((*T)(w.at(packedA, n*size[T]())), n)
	for k := 0; k < p.K; k += plainDepth {
		depth := min(plainDepth, p.K-k)
		as, bs := memory[:rows*depth], memory[rows*plainDepth:][:columns*depth]
		packPanels(as, p.A[at(p.TransA, b.i, k, p.LDA):], p.LDA, !p.TransA, [3]int{b.rows, plainHeight, depth})
		packPanels(bs, p.B[at(p.TransB, k, b.j, p.LDB):], p.LDB, p.TransB, [3]int{b.columns, plainWidth, depth})
		for i := 0; i < b.rows; i += plainHeight {
			for j := 0; j < b.columns; j += plainWidth {
				sums := mulPlain(as[i*depth:][:plainHeight*depth], bs[j*depth:][:plainWidth*depth])
				for r := range min(plainHeight, b.rows-i) {
					row := c[(i+r)*p.LDC+j:]
					row = row[:min(plainWidth, b.columns-j)]
					put(row, sums[r*plainWidth:], p.Alpha, beta)
				}
			}
		}
		beta = 1
	}
}

// put is c = alpha·sums + beta·c, where beta 0 ignores c.
func put[T Float](c, sums []T, alpha, beta T) {
	for x := range c {
		if beta == 0 {
			c[x] = alpha * sums[x]
		} else {
			c[x] = alpha*sums[x] + beta*c[x]
		}
	}
}

// mulPlain is Σ_k a[2k+i]·b[4k+j].
func mulPlain[T Float](a, b []T) (sums [plainHeight * plainWidth]T) {
	var s00, s01, s02, s03, s10, s11, s12, s13 T
	for len(a) >= 2 && len(b) >= 4 {
		a0, a1 := a[0], a[1]
		b0, b1, b2, b3 := b[0], b[1], b[2], b[3]
		s00 += a0 * b0
		s01 += a0 * b1
		s02 += a0 * b2
		s03 += a0 * b3
		s10 += a1 * b0
		s11 += a1 * b1
		s12 += a1 * b2
		s13 += a1 * b3
		a, b = a[2:], b[4:]
	}
	return [...]T{s00, s01, s02, s03, s10, s11, s12, s13}
}

// packPanels packs lines of x over k into panels of a height: dst[k·height + i]
// is element k of line i; lines that do not exist are zero. Lines lie along
// memory, or across it. The sizes are lines, height, and k.
func packPanels[T Float](dst, x []T, ld int, along bool, size [3]int) {
	lines, height, depth := size[0], size[1], size[2]
	for first := 0; first < lines; first += height {
		panel := dst[first*depth:][:height*depth]
		for i := range height {
			switch {
			case first+i >= lines:
				for k := range depth {
					panel[k*height+i] = 0
				}
			case along:
				for k, v := range x[(first+i)*ld:][:depth] {
					panel[k*height+i] = v
				}
			default:
				for k := range depth {
					panel[k*height+i] = x[k*ld+first+i]
				}
			}
		}
	}
}

// scaleRows is C = beta·C, where beta 0 writes zeros over anything.
func scaleRows[T Float](c []T, ldc, m, n int, beta T) {
	for r := range m {
		row := c[r*ldc : r*ldc+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for x := range row {
			row[x] *= beta
		}
	}
}
