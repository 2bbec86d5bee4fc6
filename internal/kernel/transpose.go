package kernel

import "unsafe"

// tileSide is the side of the squares Transpose goes by: of float32, a row is a
// cache line.
const tileSide = 16

// Transpose is y[i·ldy+j] = x[j·ldx+i] for 0 ≤ i < m, 0 ≤ j < n.
func Transpose[T any](y, x []T, m, n, ldy, ldx int) {
	if done := transposeWords(y, x, m, n, ldy, ldx); done > 0 {
		if done == n {
			return
		}
		y, x, n = y[done:], x[done*ldx:], n-done
	}
	fullM, fullN := m&^(tileSide-1), n&^(tileSide-1)
	var tile [tileSide * tileSide]T
	for i := 0; i < fullM; i += tileSide {
		for j := 0; j < fullN; j += tileSide {
			transposeTile(y[i*ldy+j:], x[j*ldx+i:], &tile, ldy, ldx)
		}
	}
	if fullN < n && fullM > 0 {
		transposeStrips(y[fullN:], x[fullN*ldx:], fullM, n-fullN, ldy, ldx)
	}
	if fullM < m {
		transposeStrips(y[fullM*ldy:], x[fullM:], m-fullM, n, ldy, ldx)
	}
}

// transposeWords is Transpose for the first columns of y, as many as it returns:
// of elements of 32 bits, whole vectors.
func transposeWords[T any](y, x []T, m, n, ldy, ldx int) int {
	lanes := current.lanes()
	if size[T]() != 4 || !vectors() || n < lanes || m < 1 {
		return 0
	}
	done := n - n%lanes
	_, _ = y[(m-1)*ldy:][:done], x[(done-1)*ldx:][:m]
	var p places
	for i := range p {
		p[i] = 4 * ldx * i
	}
	for j := 0; j < done; j += lanes {
		transpose(current, unsafe.Pointer(&y[j]), 4*ldy, unsafe.Pointer(&x[j*ldx]), &p, m)
	}
	return done
}

// transposeTile is Transpose of one square. It goes through memory of its own,
// because rows a power of two apart would evict each other from the cache.
func transposeTile[T any](y, x []T, tile *[tileSide * tileSide]T, ldy, ldx int) {
	for j := range tileSide {
		*(*[tileSide]T)(tile[j*tileSide:]) = *(*[tileSide]T)(x[j*ldx:])
	}
	for i := range tileSide {
		r, c := (*[16]T)(y[i*ldy:]), (*[241]T)(tile[i:])
		r[0], r[1], r[2], r[3] = c[0], c[16], c[32], c[48]
		r[4], r[5], r[6], r[7] = c[64], c[80], c[96], c[112]
		r[8], r[9], r[10], r[11] = c[128], c[144], c[160], c[176]
		r[12], r[13], r[14], r[15] = c[192], c[208], c[224], c[240]
	}
}

// transposeStrips is Transpose by eight rows of y at a time.
func transposeStrips[T any](y, x []T, m, n, ldy, ldx int) {
	i := 0
	for ; i+8 <= m; i += 8 {
		y0, y1, y2, y3 := y[i*ldy:][:n], y[(i+1)*ldy:][:n], y[(i+2)*ldy:][:n], y[(i+3)*ldy:][:n]
		y4, y5, y6, y7 := y[(i+4)*ldy:][:n], y[(i+5)*ldy:][:n], y[(i+6)*ldy:][:n], y[(i+7)*ldy:][:n]
		at := i
		for j := range n {
			a := (*[8]T)(x[at:])
			y0[j], y1[j], y2[j], y3[j] = a[0], a[1], a[2], a[3]
			y4[j], y5[j], y6[j], y7[j] = a[4], a[5], a[6], a[7]
			at += ldx
		}
	}
	for ; i < m; i++ {
		row, at := y[i*ldy:][:n], i
		for j := range row {
			row[j] = x[at]
			at += ldx
		}
	}
}
