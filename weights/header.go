package weights

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

const (
	metadataKey = "__metadata__"
	prefixBytes = 8           // of the header's length
	headerLimit = 100_000_000 // the reference's
)

// A header says what lies where in a file's data.
type header struct {
	metadata []field
	tensors  []extent // in the order of the data
}

// An extent is one tensor's place, begin:end counted from the end of the header.
type extent struct {
	name       string
	dtype      DType
	shape      []int
	begin, end int
}

// parse reads the header of a file's bytes and checks it against their number.
// The data begin after start bytes.
func parse(file []byte) (h *header, start int, err error) {
	start, err = headerEnd(file, len(file))
	if err != nil {
		return nil, 0, err
	}
	h, err = parseHeader(file[prefixBytes:start])
	if err != nil {
		return nil, 0, err
	}
	return h, start, h.check(len(file) - start)
}

// headerEnd finds where the header of a file of that many bytes ends.
func headerEnd(prefix []byte, size int) (int, error) {
	if len(prefix) < prefixBytes {
		return 0, fmt.Errorf("the file has %d bytes, too few for the header's length, which takes %d", size, prefixBytes)
	}
	n := le.Uint64(prefix)
	switch {
	case n > headerLimit:
		return 0, fmt.Errorf("the header says it has %d bytes, more than %d", n, headerLimit)
	case int(n) > size-prefixBytes:
		return 0, fmt.Errorf("the header says it has %d bytes, the file has %d after its length", n, size-prefixBytes)
	}
	return prefixBytes + int(n), nil
}

// parseHeader reads {"__metadata__": {...}, name: {dtype, shape, data_offsets}}.
func parseHeader(text []byte) (*header, error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, errors.New("header: does not begin with {")
	}
	r, err := newReader(text)
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	h := &header{}
	err = r.object(func(key string) (err error) {
		if key == metadataKey {
			h.metadata, err = r.metadata()
			return err
		}
		x, err := r.extent(key)
		h.tensors = append(h.tensors, x)
		return err
	})
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	slices.SortStableFunc(h.tensors, func(a, b extent) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end))
	})
	return h, nil
}

func (r reader) metadata() ([]field, error) {
	list := []field{}
	err := r.object(func(key string) error {
		value, err := r.text()
		list = append(list, field{key, value})
		return err
	})
	return list, err
}

func (r reader) extent(name string) (extent, error) {
	x := extent{name: name, begin: -1}
	err := r.object(func(key string) (err error) {
		switch key {
		case "dtype":
			var d string
			d, err = r.text()
			x.dtype = DType(d)
		case "shape":
			x.shape, err = r.sizes()
		case "data_offsets":
			var at []int
			if at, err = r.sizes(); err == nil && len(at) != 2 {
				return fmt.Errorf("%d numbers, want begin and end", len(at))
			} else if err == nil {
				x.begin, x.end = at[0], at[1]
			}
		default:
			return errors.New("unknown, want dtype, shape and data_offsets")
		}
		return err
	})
	if err == nil && (x.dtype == "" || x.shape == nil || x.begin < 0) {
		return x, errors.New("wants dtype, shape and data_offsets")
	}
	return x, err
}

// check makes sure that the tensors lie end to end, without a hole, and fill
// the data.
func (h *header) check(data int) error {
	at := 0
	for _, x := range h.tensors {
		need, err := byteSize(x.dtype, x.shape)
		switch {
		case err != nil:
			return fmt.Errorf("%q: %w", x.name, err)
		case x.end < x.begin:
			return fmt.Errorf("%q: data %d:%d ends before it begins", x.name, x.begin, x.end)
		case x.end-x.begin != need:
			return fmt.Errorf("%q: data %d:%d is %d bytes, shape %v of %s needs %d",
				x.name, x.begin, x.end, x.end-x.begin, dims(x.shape), x.dtype, need)
		case x.end > data:
			return fmt.Errorf("%q: data %d:%d, the file has only %d bytes of data: truncated?", x.name, x.begin, x.end, data)
		case x.begin < at:
			return fmt.Errorf("%q: data %d:%d overlaps the tensor before, which ends at %d", x.name, x.begin, x.end, at)
		case x.begin > at:
			return fmt.Errorf("%q: data %d:%d leaves a hole of %d bytes after %d", x.name, x.begin, x.end, x.begin-at, at)
		}
		at = x.end
	}
	if at != data {
		return fmt.Errorf("the file has %d bytes of data, its tensors end at %d", data, at)
	}
	return nil
}
