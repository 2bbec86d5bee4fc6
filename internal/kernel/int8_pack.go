package kernel

import "unsafe"

// quantaOf is how n columns from j on are quantised, each over all k.
func (b matrix32) quantaOf(p *Packed, j, n int) (s [32]quanta) {
	if !p.form.quantised() && p.form != int8Floats {
		return s
	}
	for x := range n {
		var low, high, spoilt float32
		for k := range p.k {
			v := b.x[at(b.trans, k, j+x, b.ld)]
			low, high, spoilt = min(low, v), max(high, v), spoilt+0*v
		}
		s[x] = signedQuanta(low, high, spoilt)
	}
	return s
}

// packBytes packs a panel of signed bytes in a form after the record of its
// columns; size is k and n. What is beyond is 0, up to the end of a tile: rows of
// A are filled up with what stands for 0, which is not byte 0.
func (b matrix32) packBytes(f form, dst unsafe.Pointer, columns [32]quanta, k, j int, size [2]int) {
	record := (*columnQuanta)(dst)
	depth, n := size[0], size[1]
	bytes := unsafe.Slice((*int8)(unsafe.Add(dst, unsafe.Sizeof(*record))), 4*32*f.words(depth))
	clear(bytes)
	*record = columnQuanta{}
	for x := range n {
		s := columns[x]
		record.scale[x] = s.scale
		for d := range depth {
			v := s.signed(b.x[at(b.trans, k+d, j+x, b.ld)])
			record.sum[x] += v
			bytes[d/4*4*32+4*x+d%4] = int8(v)
		}
	}
}
