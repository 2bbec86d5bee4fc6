package kernel

import "unsafe"

// The micro-kernel of plain Go makes plainHeight rows by plainWidth columns,
// which stay in registers, over plainDepth of k, from packed operands.
const (
	plainHeight = 2
	plainWidth  = 4
	plainDepth  = 256
)

// multiply computes a block but for bias and epilogue. Sums go on from one part
// of k to the next aside, so that C is touched once.
func (p *Product[T]) multiply(w *Worker, b block) {
	if p.trivial() {
		if !SkipProducts.Load() {
			scaleRows(p.C[b.i*p.LDC+b.j:], p.LDC, b.rows, b.columns, p.Beta)
		}
		return
	}
	rows, columns := ceil(b.rows, plainHeight)*plainHeight, ceil(b.columns, plainWidth)*plainWidth
	depth := min(p.K, plainDepth)
	n := (rows+columns)*depth + rows*columns
	w.forget()
	memory := unsafe.Slice((*T)(w.at(packedA, n*size[T]())), n)
	as, bs, sums := memory[:rows*depth], memory[rows*depth:][:columns*depth], memory[(rows+columns)*depth:]
	clear(sums)
	for k := 0; k < p.K; k += depth {
		d := min(depth, p.K-k)
		packPanels(as[:rows*d], p.A[at(p.TransA, b.i, k, p.LDA):], p.LDA, !p.TransA, [3]int{b.rows, plainHeight, d})
		packPanels(bs[:columns*d], p.B[at(p.TransB, k, b.j, p.LDB):], p.LDB, p.TransB, [3]int{b.columns, plainWidth, d})
		mulPanels(sums, as[:rows*d], bs[:columns*d], d)
	}
	p.putBlock(b, sums)
}

// mulPanels multiplies all panels of A with all of B, depth long, and adds that
// to sums, tile after tile.
func mulPanels[T Float](sums, as, bs []T, depth int) {
	for a := as; len(a) > 0; a = a[plainHeight*depth:] {
		for b := bs; len(b) > 0; b = b[plainWidth*depth:] {
			mulPlain((*[plainHeight * plainWidth]T)(sums), a[:plainHeight*depth], b[:plainWidth*depth])
			sums = sums[plainHeight*plainWidth:]
		}
	}
}

// putBlock writes the tiles of mulPanels to C.
func (p *Product[T]) putBlock(b block, sums []T) {
	for i := 0; i < b.rows; i += plainHeight {
		for j := 0; j < b.columns; j += plainWidth {
			for r := range min(plainHeight, b.rows-i) {
				row := p.C[(b.i+i+r)*p.LDC+b.j+j:][:min(plainWidth, b.columns-j)]
				put(row, sums[r*plainWidth:], p.Alpha, p.Beta)
			}
			sums = sums[plainHeight*plainWidth:]
		}
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

// mulPlain is sums[4i+j] += a[2k+i]·b[4k+j], over k in order, four of which are
// written out so that their places are checked once.
func mulPlain[T Float](sums *[plainHeight * plainWidth]T, a, b []T) {
	s00, s01, s02, s03 := sums[0], sums[1], sums[2], sums[3]
	s10, s11, s12, s13 := sums[4], sums[5], sums[6], sums[7]
	for len(a) >= 8 && len(b) >= 16 {
		x, y := (*[8]T)(a), (*[16]T)(b)
		a0, a1 := x[0], x[1]
		s00, s10 = s00+a0*y[0], s10+a1*y[0]
		s01, s11 = s01+a0*y[1], s11+a1*y[1]
		s02, s12 = s02+a0*y[2], s12+a1*y[2]
		s03, s13 = s03+a0*y[3], s13+a1*y[3]
		a0, a1 = x[2], x[3]
		s00, s10 = s00+a0*y[4], s10+a1*y[4]
		s01, s11 = s01+a0*y[5], s11+a1*y[5]
		s02, s12 = s02+a0*y[6], s12+a1*y[6]
		s03, s13 = s03+a0*y[7], s13+a1*y[7]
		a0, a1 = x[4], x[5]
		s00, s10 = s00+a0*y[8], s10+a1*y[8]
		s01, s11 = s01+a0*y[9], s11+a1*y[9]
		s02, s12 = s02+a0*y[10], s12+a1*y[10]
		s03, s13 = s03+a0*y[11], s13+a1*y[11]
		a0, a1 = x[6], x[7]
		s00, s10 = s00+a0*y[12], s10+a1*y[12]
		s01, s11 = s01+a0*y[13], s11+a1*y[13]
		s02, s12 = s02+a0*y[14], s12+a1*y[14]
		s03, s13 = s03+a0*y[15], s13+a1*y[15]
		a, b = a[8:], b[16:]
	}
	*sums = [...]T{s00, s01, s02, s03, s10, s11, s12, s13}
	for len(a) >= 2 && len(b) >= 4 {
		for i := range sums {
			sums[i] += a[i/4] * b[i%4]
		}
		a, b = a[2:], b[4:]
	}
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
