package kernel

import "unsafe"

// Products on tiles, by AMX: tiles of 16 rows of 64 bytes, two by two of them
// sums. B lies in panels of words as it does for other narrow operands, A in
// tiles, row by row, those of its first 16 rows and of the others in turn. Both
// are filled up with zeros, so that each part of k is a whole number of tiles.
// Sums of a part are stored aside, and the micro-kernels of vectors, which find
// no k left, make C of them.
const (
	tileRows   = 16
	tileBytes  = 1024
	tileWords  = tileBytes / 4
	panelRows  = 2 * tileRows // of A: two tiles
	panelWords = 32           // in a row of B: two tiles
)

// tileUnit is what multiplies on tiles, for operands of a form:
//
//	sums[32·i+j] = Σ_k A[i,k]·B[k,j]   i < rows, j < 32, k < blocks·16·each
//
// config has tiles of that many rows. Block t of A is 2 tiles of 16 words a row
// from byte 2048·t on, of B 16 rows of 32 words. In bf16x3Tiles what lies behind
// all blocks of an operand is as much of the smaller summands, and
// A·B is large·large + large·small + small·large. The order of sums depends on
// blocks only, and there is at least one.
//
// All operands are in memory that is not on the stack.
type tileUnit func(f form, config *tileConfig, sums, a, b unsafe.Pointer, blocks int)

// tileConfigs are for panels of so many rows.
var tileConfigs = func() (all [panelRows + 1]tileConfig) {
	for rows := range all {
		c := &all[rows]
		first, second := byte(min(rows, tileRows)), byte(max(rows-tileRows, 0))
		c[0] = 1
		for tile, n := range [8]byte{first, first, second, second, first, second, tileRows, tileRows} {
			c[48+tile] = n
			if n > 0 {
				c[16+2*tile] = tileBytes / tileRows
			}
		}
	}
	return all
}()

// twoHigh says whether there are two rows of tiles.
func (c *tileConfig) twoHigh() bool { return c[48+2] > 0 }

// tiled says whether operands are multiplied on tiles.
func (f form) tiled() bool { return f == bf16Tiles || f == bf16x3Tiles || f == int8Tiles }

// quantised says whether operands are bytes.
func (f form) quantised() bool { return f == int8Words || f == int8Tiles }

// tiledWords is the number of words that k elements of a line take, in whole
// tiles.
func (f form) tiledWords(k int) int {
	if f == bf16x3Tiles {
		return 2 * bf16Tiles.tiledWords(k)
	}
	return ceil(ceil(k, f.each()), 16) * 16
}

// multiplyTiles multiplies a panel of A with one of B to elements of C from the
// at-th on. No pointer is taken from r.m: the compiler would then put what r
// holds on the heap.
func (r *narrow) multiplyTiles(height, at int, packed, panel unsafe.Pointer) {
	m := &r.m
	words, records := m.k, unsafe.Pointer(nil)
	sums := r.w.aligned(partial, panelRows*panelWords)
	if r.form.quantised() {
		records, packed = packed, unsafe.Add(packed, 2*unsafe.Sizeof(rowQuanta{}))
	}
	blocks := words / 16
	if r.form == bf16x3Tiles {
		blocks /= 2
	}
	processor.tiles(r.form, &tileConfigs[height], sums, packed, panel, blocks)
	m.k, m.sumsRow = 0, 4*panelWords
	for i := 0; i < height; {
		rows := min(tileRows/2, height-i)
		m.sums, m.c = unsafe.Add(sums, i*m.sumsRow), unsafe.Pointer(&r.C[at+i*r.LDC])
		if r.form.quantised() {
			m.rows = (*rowQuanta)(unsafe.Add(records, i/tileRows*int(unsafe.Sizeof(rowQuanta{}))+4*(i%tileRows)))
			mulInt8ColumnsAVX512(rows, m)
		} else {
			mulColumns(avx512, rows, m)
		}
		i += rows
	}
	m.k = words
}
