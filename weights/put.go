package weights

import (
	"fmt"
	"slices"
)

// PutBytes adds an entry of raw bytes, little-endian, or replaces one: whatever
// belongs into a checkpoint and is no parameter, such as a step counter or the
// state of a generator. A parameter that was declared is not replaced; see Set.
func (s *Store) PutBytes(path string, d DType, raw []byte, shape ...int) error {
	need, err := byteSize(d, shape)
	if err == nil {
		err = checkPath(path)
	}
	if err == nil && len(raw) != need {
		err = fmt.Errorf("%d bytes, shape %v of %s needs %d", len(raw), dims(shape), d, need)
	}
	if err != nil {
		return fmt.Errorf("put %q: %w", path, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path = s.resolve(path)
	if e := s.entries[path]; e != nil && e.Declared() {
		return fmt.Errorf("put %q: it was declared; write to it by Set or Update", path)
	}
	shape = slices.Clone(shape)
	b := &blob{name: path, dtype: d, shape: shape, raw: slices.Clone(raw)}
	e := newEntry(path, d, shape, &holding{file: b})
	e.known = true
	s.entries[path] = e
	return nil
}

// PutInt64s is PutBytes of whole numbers.
func (s *Store) PutInt64s(path string, ints []int64, shape ...int) error {
	raw := make([]byte, 0, 8*len(ints))
	for _, n := range ints {
		raw = le.AppendUint64(raw, uint64(n))
	}
	return s.PutBytes(path, I64, raw, shape...)
}
