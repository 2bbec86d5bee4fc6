package weights

import (
	"errors"
	"fmt"
	"math"
)

// finiteLimit is how many entries CheckFinite names.
const finiteLimit = 8

// CheckFinite names the first entries, by path, that hold a NaN or an infinity,
// each with its first such element.
func (s *Store) CheckFinite() error {
	s.BeginRead()
	defer s.EndRead()
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []error
	for _, path := range s.paths() {
		e := s.entries[path]
		i, x := e.firstNotFinite()
		if i < 0 {
			continue
		}
		if len(found) == finiteLimit {
			found = append(found, errors.New("and more"))
			break
		}
		found = append(found, fmt.Errorf("%s: %q: %v at %v, shape %v", s.name, path, x, dims(position(i, e.shape)), dims(e.shape)))
	}
	return errors.Join(found...)
}

// firstNotFinite is the flat index of the first NaN or infinity, −1 if there is
// none or the entry is not of floats.
func (e *Entry) firstNotFinite() (int, float64) {
	h := e.held.Load()
	switch {
	case h.f32 != nil:
		return notFinite32(h.f32)
	case h.f64 != nil:
		return notFinite64(h.f64)
	case e.dtype.IsFloat():
		return notFiniteIn(e)
	}
	return -1, 0
}

func notFinite32(view []float32) (int, float64) {
	for i, x := range view {
		if x-x != 0 {
			return i, float64(x)
		}
	}
	return -1, 0
}

func notFinite64(view []float64) (int, float64) {
	for i, x := range view {
		if x-x != 0 {
			return i, x
		}
	}
	return -1, 0
}

// notFiniteIn looks through the bytes of an entry that nothing has declared.
func notFiniteIn(e *Entry) (int, float64) {
	raw, size, n := e.Bytes(), e.dtype.Bits()/8, product(e.shape)
	var x [1]float64
	for i := range n {
		decode64(x[:], e.dtype, raw[i*size:])
		if math.IsNaN(x[0]) || math.IsInf(x[0], 0) {
			return i, x[0]
		}
	}
	return -1, 0
}
