package weights

import "gorgonia.org/tensor"

// attach gives an entry of the file its compute view: the file's own memory if
// it can be computed with as it is, a decoded copy otherwise.
func (e *Entry) attach(dt tensor.Dtype) {
	file := e.held.Load().file
	h := &holding{}
	switch dt {
	case tensor.Float32:
		h.f32 = numbers(file, F32, decode32)
		h.unused = unusedOf(file, h.f32)
	case tensor.Float64:
		h.f64 = numbers(file, F64, decode64)
	}
	if file.dtype == F64 && dt == tensor.Float32 {
		h.file = file // the view cannot give these bytes back
	}
	h.value = dense(h, e.shape)
	e.held.Store(h)
}

// numbers is the tensor as T, which files call own.
func numbers[T float](file *blob, own DType, decode func(dst []T, d DType, raw []byte)) []T {
	if file.dtype == own {
		if same, ok := asFloats[T](file.bytes()); ok {
			return same
		}
	}
	all, size := make([]T, product(file.shape)), file.dtype.Bits()/8
	file.place(func(at int, run []byte) {
		decode(all[at:at+len(run)/size], file.dtype, run)
	})
	return all
}
