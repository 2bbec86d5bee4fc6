package weights

import "gorgonia.org/tensor"

// attach gives an entry of the file its compute view: the file's own memory if
// it can be computed with as it is, a decoded copy otherwise.
func (e *Entry) attach(dt tensor.Dtype) {
	file := e.held.Load().file
	h := &holding{}
	switch dt {
	case tensor.Float32:
		h.f32 = view32(file)
	case tensor.Float64:
		h.f64 = view64(file)
	}
	if file.dtype == F64 && dt == tensor.Float32 {
		h.file = file // the view cannot give these bytes back
	}
	h.value = dense(h, e.shape)
	e.held.Store(h)
}

func view32(file *blob) []float32 {
	if file.dtype == F32 {
		if view, ok := asFloat32s(file.bytes()); ok {
			return view
		}
	}
	view, at, size := make([]float32, product(file.shape)), 0, file.dtype.Bits()/8
	file.each(func(piece []byte) {
		n := len(piece) / size
		decode32(view[at:at+n], file.dtype, piece)
		at += n
	})
	return view
}

func view64(file *blob) []float64 {
	if file.dtype == F64 {
		if view, ok := asFloat64s(file.bytes()); ok {
			return view
		}
	}
	view, at, size := make([]float64, product(file.shape)), 0, file.dtype.Bits()/8
	file.each(func(piece []byte) {
		n := len(piece) / size
		decode64(view[at:at+n], file.dtype, piece)
		at += n
	})
	return view
}
