package kernel

import "unsafe"

// packTiles packs a panel of A, lines i and on, k over depth elements.
func (r *narrow) packTiles(dst unsafe.Pointer, i, height, k, depth int) {
	a := matrix32{r.A, r.LDA, r.TransA}
	if r.form == int8Tiles {
		r.quantiseTiles(dst, i, height, k, depth)
		return
	}
	r.roundTiles(dst, a, [2]int{i, k}, [2]int{height, depth})
	if r.form == bf16x3Tiles {
		small := a.remainders(r.w, [2]int{i, k}, [2]int{height, depth})
		r.roundTiles(unsafe.Add(dst, 4*panelRows*bf16Tiles.words(depth)), small, [2]int{}, [2]int{height, depth})
	}
}

// roundTiles packs part of a, which begins at and has a size, rounded.
func (r *narrow) roundTiles(dst unsafe.Pointer, a matrix32, from, size [2]int) {
	height, depth := size[0], size[1]
	for i := 0; i < height; i += tileRows {
		rows := min(tileRows, height-i)
		src, ld := unsafe.Pointer(&a.x[at(a.trans, from[0]+i, from[1], a.ld)]), a.ld
		if a.trans {
			src, ld = r.turnLines(src, a.ld, rows, depth)
		}
		r.places.set(rows, ld)
		copyTilesBF16AVX512(dst, 2*tileBytes, src, (*[16]int)(&r.places), depth)
		dst = unsafe.Add(dst, tileBytes)
	}
}

// turnLines transposes lines of a matrix that lie across memory. They then
// begin ld elements apart.
func (r *narrow) turnLines(src unsafe.Pointer, across, lines, depth int) (to unsafe.Pointer, ld int) {
	ld = ceil(depth, 16) * 16
	to = r.w.aligned(partial, tileRows*ld)
	for k := 0; k < depth; k += 16 {
		r.places.set(min(16, depth-k), across)
		transpose(avx512, unsafe.Add(to, 4*k), 4*ld, unsafe.Add(src, 4*k*across), &r.places, lines)
	}
	return to, ld
}

// quantiseTiles packs a panel of bytes behind the records of its rows.
func (r *narrow) quantiseTiles(dst unsafe.Pointer, i, height, k, depth int) {
	records := (*[2]rowQuanta)(dst)
	dst = unsafe.Add(dst, unsafe.Sizeof(*records))
	for t := 0; t*tileRows < height; t++ {
		record, first, rows := &records[t], i+t*tileRows, min(tileRows, height-t*tileRows)
		inverse := record.set(r.rowQuantaOf(first, rows))
		r.places.set(rows, r.LDA)
		copyTilesInt8AVX512(unsafe.Add(dst, t*tileBytes), 2*tileBytes, unsafe.Pointer(&r.A[first*r.LDA+k]), (*[16]int)(&r.places), depth, &inverse, &record.zero)
	}
}

// set notes how rows are quantised, but for what it returns.
func (record *rowQuanta) set(rows [16]quanta) (inverse [16]float32) {
	for x, q := range rows {
		record.scale[x], record.zero[x], inverse[x] = q.scale, q.zero, q.inverse
	}
	return inverse
}

// packForTiles packs a panel of B in a form of bfloat16s; size is k and n.
func (b matrix32) packForTiles(w *Worker, f form, dst unsafe.Pointer, k, j int, size [2]int) {
	var p places
	b.packFilled(dst, &p, k, j, size)
	if f == bf16x3Tiles {
		small := b.remainders(w, [2]int{k, j}, size)
		small.packFilled(unsafe.Add(dst, 4*panelWords*bf16Tiles.words(size[0])), &p, 0, 0, size)
	}
}

// packFilled is packBF16 with zeros up to the next tile.
func (b matrix32) packFilled(dst unsafe.Pointer, p *places, k, j int, size [2]int) {
	b.packBF16(dst, p, k, j, size)
	filled, all := panelWords*bf16Words.words(size[0]), panelWords*bf16Tiles.words(size[0])
	clear(unsafe.Slice((*uint32)(dst), all)[filled:])
}

// remainders are what rounding takes away from part of b, x - RoundBF16(x),
// which is exact but for denormals. It is NaN where x or what it is rounded to
// is not finite.
func (b matrix32) remainders(w *Worker, from, size [2]int) matrix32 {
	rows, columns := turnedIf(b.trans, size[0], size[1])
	n := rows * columns
	memory := unsafe.Slice((*float32)(w.aligned(remains, n+columns)), n+columns)
	rounded := memory[n:]
	for i := range rows {
		row := memory[i*columns:][:columns]
		copy(rounded, b.x[at(b.trans, from[0], from[1], b.ld)+i*b.ld:][:columns])
		copy(row, rounded)
		roundBF16(rounded)
		Sub(row, row, rounded)
	}
	return matrix32{memory[:n], columns, b.trans}
}
