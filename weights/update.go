package weights

import (
	"fmt"

	"gorgonia.org/tensor"
)

// BeginRead lets the caller read values until EndRead; many may at once, and one
// that reads already may begin again.
func (s *Store) BeginRead() { s.gate.beginRead() }

// EndRead ends what BeginRead began.
func (s *Store) EndRead() { s.gate.endRead() }

// Update waits for the readers, keeps others out while f writes the entries'
// slices in place, and raises the version of every declared entry, even if f
// fails, for it may have written some. Within f, or between BeginRead and
// EndRead, the same goroutine must not call Update, Set or Save.
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

// Set copies value into the memory of the entry at path, which must have its
// shape and dtype; an entry of the file that nothing has declared is declared by
// it. Like Update it waits for the readers.
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
	if value.RequiresIterator() { // a view with strides of its own
		value = value.Materialize().(*tensor.Dense)
	}
	switch from := value.Data().(type) {
	case []float32:
		copy(e.Float32s(), from)
	case []float64:
		copy(e.Float64s(), from)
	case float32:
		e.Float32s()[0] = from
	case float64:
		e.Float64s()[0] = from
	default:
		return fmt.Errorf("set %q: a value of %T", e.path, from)
	}
	return nil
}
