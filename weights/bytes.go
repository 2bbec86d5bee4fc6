package weights

import "math"

// Bytes is the entry as a file holds it. It may be the memory of the entry
// itself, so do not write to it; and read what others may be writing between
// BeginRead and EndRead only.
func (e *Entry) Bytes() []byte { return e.blob().bytes() }

// Int64s is a copy of the numbers of an I64 entry, nil of any other.
func (e *Entry) Int64s() []int64 {
	if e.dtype != I64 {
		return nil
	}
	raw := e.Bytes()
	ints := make([]int64, len(raw)/8)
	for i := range ints {
		ints[i] = int64(le.Uint64(raw[8*i:]))
	}
	return ints
}

// blob is the entry as a file holds it, what is computed with encoded in the
// file's dtype.
func (e *Entry) blob() *blob {
	h, b := e.held.Load(), &blob{name: e.path, dtype: e.dtype, shape: e.shape}
	switch {
	case h.f32 == nil && h.f64 == nil:
		*b = *h.file
		b.name = e.path
	case e.dtype == F32 && h.f32 != nil && littleEndian:
		b.raw = floatBytes(h.f32)
	case e.dtype == F64 && h.f64 != nil && littleEndian:
		b.raw = floatBytes(h.f64)
	case h.file != nil:
		b.raw = encodeChanged(h)
	default:
		b.pieces = h.encode(e.dtype)
	}
	return b
}

// encode hands out the compute view as dtype d.
func (h *holding) encode(d DType) func(yield func([]byte)) {
	size := d.Bits() / 8
	return func(yield func([]byte)) {
		piece := make([]byte, min(scratchBytes, size*(len(h.f32)+len(h.f64))))
		for view := h.f32; len(view) > 0; {
			n := min(len(piece)/size, len(view))
			encode32(piece, d, view[:n])
			yield(piece[:n*size])
			view = view[n:]
		}
		for view := h.f64; len(view) > 0; {
			n := min(len(piece)/size, len(view))
			encode64(piece, d, view[:n])
			yield(piece[:n*size])
			view = view[n:]
		}
	}
}

// encodeChanged is for float64 computed with as float32: a number that is still
// what it was decoded to keeps the digits that only the file has.
func encodeChanged(h *holding) []byte {
	raw := make([]byte, 8*len(h.f32))
	copy(raw, h.file.bytes())
	for i, x := range h.f32 {
		if b := math.Float32bits(x); narrow(le.Uint64(raw[8*i:])) != b {
			le.PutUint64(raw[8*i:], widen(b))
		}
	}
	return raw
}
