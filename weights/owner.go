package weights

import (
	"runtime"
	"sync"
	"weak"

	"gorgonia.org/tensor"
)

// owners tells by an entry's Value whose it is. It keeps neither alive.
var owners sync.Map // weak.Pointer[tensor.Dense] → weak.Pointer[Store]

// own notes that e's value is s's.
func (s *Store) own(e *Entry) {
	value := e.Value()
	if value == nil {
		return
	}
	key := weak.Make(value)
	if _, known := owners.Swap(key, weak.Make(s)); !known {
		runtime.AddCleanup(value, func(key weak.Pointer[tensor.Dense]) { owners.Delete(key) }, key)
	}
}

// Owner is the store of which value is an entry's Value, the very same tensor,
// and nil if there is none: what writes to tensors that it was given, as a
// gorgonia.Solver does, learns by it to do so within Update.
func Owner(value *tensor.Dense) *Store {
	if s, ok := owners.Load(weak.Make(value)); ok {
		return s.(weak.Pointer[Store]).Value()
	}
	return nil
}
