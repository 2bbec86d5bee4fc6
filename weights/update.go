package weights

import (
	"fmt"
	"slices"

	"gorgonia.org/tensor"
)

// BeginRead lets the caller read values until EndRead; many may at once, and one
// that reads already may begin again.
func (s *Store) BeginRead() { s.gate.beginRead() }

// EndRead ends what BeginRead began.
func (s *Store) EndRead() { s.gate.endRead() }

// Update waits for the readers, keeps others out while f writes the entries'
// slices in place, and raises the version of every declared entry, even if f
// fails, for it may have written some.
//
// F must not wait for the store that it keeps others out of, or nothing goes on:
// within it call no Update, Set, Save, SaveSharded, CheckFinite, BeginRead or
// Close, and run no machine or Function, all of which read under the gate. Run
// first, take what came out (a copy, such as the gradients), and let f only
// write it; check and save once Update has returned. Between BeginRead and
// EndRead the same goroutine must not call Update, Set or Close.
func (s *Store) Update(f func() error) error {
	s.gate.beginWrite()
	defer s.gate.endWrite()
	defer s.touch()
	return f()
}

func (s *Store) touch() {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, e := range s.entries {
		if e.Declared() {
			e.version.Add(1)
		}
	}
}

// Set copies value, of any layout, into the memory of the entry at path, which
// must have its shape and dtype; an entry of the file that nothing has declared
// is declared by it. Like Update it waits for the readers.
func (s *Store) Set(path string, value *tensor.Dense) error {
	if value == nil {
		return fmt.Errorf("set %q: the value is nil", path)
	}
	found, ok := s.Entry(path)
	if !ok {
		return fmt.Errorf("set %q: %s has no such entry", path, s.name)
	}
	if wrong := found.mismatch(value.Shape()); wrong != "" {
		return fmt.Errorf("set %q: the entry has %s", path, wrong)
	}
	e, err := s.Declare(path, value.Dtype(), nil, value.Shape()...)
	if err != nil {
		return fmt.Errorf("set: %w", err)
	}
	s.gate.beginWrite()
	defer s.gate.endWrite()
	defer e.version.Add(1)
	return e.copyFrom(value)
}

func (e *Entry) copyFrom(value *tensor.Dense) error {
	from := strideView(value)
	switch data := value.Data().(type) {
	case []float32:
		copyView(e.Float32s(), data, from)
	case []float64:
		copyView(e.Float64s(), data, from)
	case float32:
		e.Float32s()[0] = data
	case float64:
		e.Float64s()[0] = data
	default:
		return fmt.Errorf("set %q: a value of %T", e.path, data)
	}
	return nil
}

// strideView says where the elements of value lie in its memory, which may be
// column-major or a part of another tensor's.
func strideView(value *tensor.Dense) view {
	shape, strides := value.Shape(), value.Strides()
	v := view{shape: append([]int{1}, shape...), rows: []int{0}, strides: slices.Clone(strides)}
	for len(v.strides) < len(shape) { // a column or row has the one stride that matters
		v.strides = append(v.strides, 1)
		if len(strides) > 0 {
			v.strides[len(v.strides)-1] = strides[0]
		}
	}
	return v
}

func copyView[T float](dst, src []T, from view) {
	from.runs(func(inSrc, inDst, n, stride int) {
		if stride == 1 {
			copy(dst[inDst:inDst+n], src[inSrc:])
			return
		}
		for i := range n {
			dst[inDst+i] = src[inSrc+i*stride]
		}
	})
}
