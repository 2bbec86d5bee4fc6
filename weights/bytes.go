package weights

import "math"

// Bytes is the entry as a file holds it. It may be the memory of the entry
// itself, so do not write to it; and read what others may be writing between
// BeginRead and EndRead only.
func (e *Entry) Bytes() []byte {
	h := e.held.Load()
	switch {
	case h.f32 != nil:
		return e.encode32(h)
	case h.f64 != nil:
		return e.encode64(h)
	}
	return h.file.bytes()
}

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

func (e *Entry) encode32(h *holding) []byte {
	if raw, ok := float32Bytes(h.f32); ok && e.dtype == F32 {
		return raw
	}
	raw := make([]byte, len(h.f32)*e.dtype.Bits()/8)
	encode32(raw, e.dtype, h.f32)
	if h.file != nil {
		keepUnchanged(raw, h)
	}
	return raw
}

func (e *Entry) encode64(h *holding) []byte {
	if raw, ok := float64Bytes(h.f64); ok && e.dtype == F64 {
		return raw
	}
	raw := make([]byte, len(h.f64)*e.dtype.Bits()/8)
	encode64(raw, e.dtype, h.f64)
	return raw
}

// keepUnchanged puts the file's float64 back wherever the float32 computed with
// is still what it was decoded to.
func keepUnchanged(raw []byte, h *holding) {
	was := h.file.bytes()
	for i, x := range h.f32 {
		if b := le.Uint64(was[8*i:]); narrow(b) == math.Float32bits(x) {
			le.PutUint64(raw[8*i:], b)
		}
	}
}
