package weights

import "unsafe"

// Rest lets go of the memory that the entry's numbers take, if they lie in the
// file as they are and nothing was ever written there: whoever reads them next
// gets them from the file again. It is for those that have made something of
// the numbers, such as a matrix in the form in which products read it, and
// expect to read that from now on. Call it between Store.BeginRead and EndRead.
func (e *Entry) Rest() {
	h := e.held.Load()
	if h.unused == nil || e.Version() > 0 {
		return
	}
	h.unused(floatBytes(h.f32))
}

// unusedOf is how to let go of the pages of view, nil if it is not the memory
// of the file.
func unusedOf(file *blob, view []float32) func([]byte) {
	if len(file.raw) == 0 || unsafe.Pointer(unsafe.SliceData(view)) != unsafe.Pointer(unsafe.SliceData(file.raw)) {
		return nil
	}
	return file.unused
}
