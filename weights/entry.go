package weights

import (
	"slices"
	"sync/atomic"

	"gorgonia.org/tensor"
)

// Entry is one parameter of a store.
type Entry struct {
	path    string
	dtype   DType
	shape   []int
	held    atomic.Pointer[holding]
	version atomic.Uint64
	known   bool // not unexpected, though nothing may declare it

	attached attachments
}

// A holding is where an entry's numbers are: in the file, in a compute view, or
// in both where the view cannot give the file's bytes back.
type holding struct {
	file  *blob
	f32   []float32
	f64   []float64
	value *tensor.Dense

	unused func(part []byte) // lets go of f32 where that is the file; may be nil
}

func newEntry(path string, d DType, shape []int, h *holding) *Entry {
	e := &Entry{path: path, dtype: d, shape: slices.Clone(shape)}
	e.held.Store(h)
	return e
}

// Path is the name the entry is saved under.
func (e *Entry) Path() string { return e.path }

// Shape is a copy of the entry's shape.
func (e *Entry) Shape() []int { return slices.Clone(e.shape) }

// Dtype is the element type in the file, which need not be that of the views.
func (e *Entry) Dtype() DType { return e.dtype }

// Float32s is what is computed with if the entry was declared as Float32, and
// nil otherwise. Its address never changes. Write to it within Store.Update.
func (e *Entry) Float32s() []float32 { return e.held.Load().f32 }

// Float64s is what is computed with if the entry was declared as Float64, and
// nil otherwise. Its address never changes. Write to it within Store.Update.
func (e *Entry) Float64s() []float64 { return e.held.Load().f64 }

// Value is a tensor over the memory of Float32s or Float64s. It is nil for an
// entry that was not declared or has no elements. Write to it within
// Store.Update, or let a solver of package optimizers, which does: what else
// writes, such as a solver of Gorgonia's, leaves what was derived from the values
// stale. A run of few rows then reads the old weights in their packed form, and one
// of many rows the new ones.
func (e *Entry) Value() *tensor.Dense { return e.held.Load().value }

// Version counts the writes through Store.Update and Store.Set, so that what
// was derived from the values can tell when it is stale.
func (e *Entry) Version() uint64 { return e.version.Load() }

// Declared says whether the entry is computed with.
func (e *Entry) Declared() bool {
	h := e.held.Load()
	return h.f32 != nil || h.f64 != nil
}

// computeType is the type the entry was declared with.
func (e *Entry) computeType() tensor.Dtype {
	if e.held.Load().f64 != nil {
		return tensor.Float64
	}
	return tensor.Float32
}
