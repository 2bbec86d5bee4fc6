package weights

import "gorgonia.org/tensor"

// pieceElements is how much is decoded before the pages it came from are let
// go of, so that no large tensor is in memory twice.
const pieceElements = 1 << 18

// attach gives an entry of the file its compute view: the file's own memory if
// it can be computed with as it is, a decoded copy otherwise.
func (e *Entry) attach(dt tensor.Dtype) {
	file := e.held.Load().file
	raw := file.bytes()
	h := &holding{}
	switch dt {
	case tensor.Float32:
		h.f32 = view32(file, raw)
	case tensor.Float64:
		h.f64 = view64(file, raw)
	}
	if file.dtype == F64 && dt == tensor.Float32 {
		h.file = file // the view cannot give these bytes back
	}
	h.value = dense(h, e.shape)
	e.held.Store(h)
}

func view32(file *blob, raw []byte) []float32 {
	if view, ok := asFloat32s(raw); ok && file.dtype == F32 {
		return view
	}
	view := make([]float32, product(file.shape))
	inPieces(file, raw, len(view), func(from, to int, piece []byte) {
		decode32(view[from:to], file.dtype, piece)
	})
	return view
}

func view64(file *blob, raw []byte) []float64 {
	if view, ok := asFloat64s(raw); ok && file.dtype == F64 {
		return view
	}
	view := make([]float64, product(file.shape))
	inPieces(file, raw, len(view), func(from, to int, piece []byte) {
		decode64(view[from:to], file.dtype, piece)
	})
	return view
}

// inPieces hands out the n elements of raw piece by piece, and lets go of each.
func inPieces(file *blob, raw []byte, n int, f func(from, to int, piece []byte)) {
	size := file.dtype.Bits() / 8
	for from := 0; from < n; from += pieceElements {
		to := min(n, from+pieceElements)
		piece := raw[from*size : to*size]
		f(from, to, piece)
		file.release(piece)
	}
}
