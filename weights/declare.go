package weights

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"gorgonia.org/tensor"
)

// requestLimit is the most elements that may be asked for: 4 TB as they are
// drawn, or all the addresses there are. A file is checked against its size.
const requestLimit = min(1<<42, math.MaxInt) / 8

// Declare finds or creates the parameter at path, of compute type dt
// (tensor.Float32 or tensor.Float64) and shape.
//
// A new store creates it with init's values. An opened one hands out what the
// file holds; if that is missing, has another shape or no floating type, the
// entry gets init's values so that building can go on, and Problems and Check
// report it. An error is an impossible request: a negative axis, a size beyond
// any memory, a dtype that is no float, or a path declared before with another
// shape or dtype.
func (s *Store) Declare(path string, dt tensor.Dtype, init Initializer, shape ...int) (*Entry, error) {
	if err := checkRequest(path, dt, shape); err != nil {
		return nil, fmt.Errorf("declare %q: %w", path, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path = s.resolve(path)
	e, found := s.entries[path]
	if found && (e.Declared() || s.hollow) {
		if err := e.checkSame(dt, shape); err != nil {
			return nil, fmt.Errorf("declare %q: %w", path, err)
		}
		return e, nil
	}
	if wrong := e.mismatch(shape); found && wrong == "" {
		e.attach(dt)
		s.own(e)
		return e, nil
	} else if s.sealed {
		s.problems[path] = wrong
	}
	e = s.create(path, dt, init, shape)
	s.entries[path] = e
	s.own(e)
	return e, nil
}

// create makes an entry of init's values, drawn in float64 whatever dt is, so
// that both precisions start from the same numbers.
func (s *Store) create(path string, dt tensor.Dtype, init Initializer, shape []int) *Entry {
	if d, _ := fileType(dt); s.hollow {
		return newEntry(path, d, shape, new(holding))
	}
	if init == nil {
		init = Zeros
	}
	drawn := make([]float64, product(shape))
	init(NewRandom(s.seed, path), slices.Clone(shape), drawn)
	d, _ := fileType(dt)
	h := &holding{f64: drawn}
	if dt == tensor.Float32 {
		h = &holding{f32: make([]float32, len(drawn))}
		for i, x := range drawn {
			h.f32[i] = float32(x)
		}
	}
	h.value = dense(h, shape)
	return newEntry(path, d, shape, h)
}

func checkRequest(path string, dt tensor.Dtype, shape []int) error {
	if err := checkPath(path); err != nil {
		return err
	}
	if _, ok := fileType(dt); !ok {
		return fmt.Errorf("dtype %v, want float32 or float64", dt)
	}
	n, err := elements(shape)
	if err == nil && n > requestLimit {
		err = fmt.Errorf("shape %v has %d elements, more than %d", dims(shape), n, requestLimit)
	}
	return err
}

// checkPath refuses what could not be a name in a file.
func checkPath(path string) error {
	switch {
	case path == "":
		return fmt.Errorf("the path is empty")
	case path == metadataKey:
		return fmt.Errorf("that path is reserved by safetensors")
	case !utf8.ValidString(path):
		return fmt.Errorf("the path is not UTF-8")
	}
	return nil
}

func (e *Entry) checkSame(dt tensor.Dtype, shape []int) error {
	var wrong []string
	if !slices.Equal(e.shape, shape) {
		wrong = append(wrong, fmt.Sprintf("shape %v, declared before as %v", dims(shape), dims(e.shape)))
	}
	if e.computeType() != dt {
		wrong = append(wrong, fmt.Sprintf("dtype %v, declared before as %v", dt, e.computeType()))
	}
	if wrong != nil {
		return fmt.Errorf("%s", strings.Join(wrong, "; "))
	}
	return nil
}

// mismatch says what keeps the file's entry, nil if it has none, from being
// computed with as shape; "" if nothing does.
func (e *Entry) mismatch(shape []int) string {
	switch {
	case e == nil:
		return fmt.Sprintf("missing, want shape %v", dims(shape))
	case !slices.Equal(e.shape, shape):
		return fmt.Sprintf("shape %v, want %v", dims(e.shape), dims(shape))
	case !e.dtype.IsFloat():
		return fmt.Sprintf("dtype %s, want one of F32, F64, F16, BF16", e.dtype)
	}
	return ""
}

// dense is a tensor over the holding's memory; tensor has none without elements.
func dense(h *holding, shape []int) *tensor.Dense {
	switch {
	case len(h.f32) > 0:
		return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(h.f32))
	case len(h.f64) > 0:
		return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(h.f64))
	}
	return nil
}
