package graph

import (
	"unsafe"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// memory is an arena. Several machines may share one, if they run in turn.
type memory struct {
	words []uint64
	epoch int // grows when the memory moves
}

// reserve makes room for so many bytes.
func (m *memory) reserve(bytes int) {
	if words := (bytes+align)/8 + align/8; words > len(m.words) {
		m.words = make([]uint64, words)
		m.epoch++
	}
}

// base is the first cache line's beginning.
func (m *memory) base() unsafe.Pointer {
	p := unsafe.Pointer(&m.words[0])
	if off := uintptr(p) % align; off != 0 {
		p = unsafe.Add(p, align-off)
	}
	return p
}

// array is the memory at a byte offset, as an array of type t.
func (m *memory) array(at int, t ops.Type) ops.Array {
	p, n := unsafe.Add(m.base(), at), t.Size()
	a := ops.Array{Type: t}
	switch t.Dtype {
	case tensor.Float32:
		a.F32 = unsafe.Slice((*float32)(p), n)
	case tensor.Float64:
		a.F64 = unsafe.Slice((*float64)(p), n)
	case tensor.Int:
		a.Int = unsafe.Slice((*int)(p), n)
	case tensor.Bool:
		a.Bool = unsafe.Slice((*bool)(p), n)
	}
	return a
}
