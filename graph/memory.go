package graph

import (
	"slices"
	"unsafe"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// memory is an arena. Several machines may share one, if they run in turn.
type memory struct {
	words []uint64
	epoch int        // grows when the memory moves
	users []*Machine // that are bound to it
}

// reserve makes room for so many bytes, for m. If the memory has to move, every
// other machine lets go of the old one.
func (a *memory) reserve(bytes int, m *Machine) {
	if words := (bytes+align)/8 + align/8; words > len(a.words) {
		for _, u := range a.users {
			if u != m {
				u.b = binding{}
			}
		}
		a.users = nil
		a.words = make([]uint64, words)
		a.epoch++
	}
	if !slices.Contains(a.users, m) {
		a.users = append(a.users, m)
	}
}

// leave forgets a machine that will not run again.
func (a *memory) leave(m *Machine) {
	if i := slices.Index(a.users, m); i >= 0 {
		a.users = slices.Delete(a.users, i, i+1)
	}
}

// base is the first cache line's beginning.
func (a *memory) base() unsafe.Pointer {
	p := unsafe.Pointer(&a.words[0])
	if off := uintptr(p) % align; off != 0 {
		p = unsafe.Add(p, align-off)
	}
	return p
}

// array is the memory at a byte offset, as an array of type t.
func (a *memory) array(at int, t ops.Type) ops.Array {
	p, n := unsafe.Add(a.base(), at), t.Size()
	x := ops.Array{Type: t}
	switch t.Dtype {
	case tensor.Float32:
		x.F32 = unsafe.Slice((*float32)(p), n)
	case tensor.Float64:
		x.F64 = unsafe.Slice((*float64)(p), n)
	case tensor.Int:
		x.Int = unsafe.Slice((*int)(p), n)
	case tensor.Bool:
		x.Bool = unsafe.Slice((*bool)(p), n)
	}
	return x
}
