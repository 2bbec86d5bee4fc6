package weights

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// mostShared is how many times the file's size its tensors may have together:
// those that share a storage count each, and one byte must not become terabytes.
const mostShared = 16

// A viewed tensor is a blob and where in the file its elements lie, with others
// between them if it is strided.
type viewed struct {
	*blob
	at byteRange
}

// blobs turns a dict of tensors into what a store is filled with.
func (a *archive) blobs(state *dictionary, done func(part []byte)) ([]*blob, error) {
	all, total := make([]viewed, 0, len(state.keys)), int64(0)
	seen := map[string]bool{}
	for i, key := range state.keys {
		name, ok := key.(string)
		if !ok {
			return nil, fmt.Errorf("a key is %s, want a tensor's name", describe(key))
		}
		if seen[name] {
			return nil, fmt.Errorf("%.100q is given twice", name)
		}
		seen[name] = true
		t, ok := state.values[i].(*stridedTensor)
		if !ok {
			return nil, fmt.Errorf("%.100q is %s, want a tensor: save model.state_dict() alone", name, describe(state.values[i]))
		}
		v, err := a.view(t)
		if err != nil {
			return nil, fmt.Errorf("%.100q: %w", name, err)
		}
		v.name, v.done = name, done
		all = append(all, v)
		if total += v.size(); total > mostShared*int64(len(a.data)) {
			return nil, fmt.Errorf("the tensors have more than %d times the bytes of the file together", mostShared)
		}
	}
	return apart(all), nil
}

// view finds a tensor's bytes.
func (a *archive) view(t *stridedTensor) (viewed, error) {
	v := viewed{blob: &blob{dtype: t.dtype, shape: t.shape}}
	size := t.dtype.Bits() / 8
	whole, err := a.elements(t.storage, size)
	if err != nil {
		return v, err
	}
	need, err := byteSize(t.dtype, t.shape)
	if err != nil || need == 0 {
		return v, err
	}
	span, err := t.span()
	room := whole.end - whole.begin
	if count := room / size; err != nil || t.offset > count || span > count-t.offset || need > room {
		return v, fmt.Errorf("shape %v, strides %v and offset %d do not lie in the %d elements of storage %q",
			dims(t.shape), dims(t.strides), t.offset, count, t.storage.key)
	}
	v.at.begin = whole.begin + t.offset*size
	v.at.end = v.at.begin + span*size
	raw := a.data[v.at.begin:v.at.end:v.at.end]
	if t.contiguous() {
		v.raw = raw
	} else {
		v.pieces = t.gather(raw)
	}
	return v, nil
}

// elements is the place of a storage, checked against its count of elements,
// which are of size bytes if the storage does not say.
func (a *archive) elements(s storage, size int) (byteRange, error) {
	at, err := a.place("data/" + s.key)
	if err != nil {
		return at, err
	}
	own, room := 1, at.end-at.begin
	if s.dtype != "" {
		own = s.dtype.Bits() / 8
	}
	if room%own != 0 || room/own != s.count || room%size != 0 {
		return at, fmt.Errorf("storage %q has %d bytes, the pickle says %d elements of %d", s.key, room, s.count, own)
	}
	return at, nil
}

// span is how many elements of the storage lie between the first and the last,
// both included, of a tensor that has some.
func (t *stridedTensor) span() (int, error) {
	if len(t.strides) != len(t.shape) {
		return 0, fmt.Errorf("%d strides of %d axes", len(t.strides), len(t.shape))
	}
	span := uint64(1)
	for i, d := range t.shape {
		hi, lo := bits.Mul64(uint64(d-1), uint64(t.strides[i]))
		span += lo
		if hi != 0 || lo > math.MaxInt/2 || span > math.MaxInt/2 {
			return 0, fmt.Errorf("strides that no memory has")
		}
	}
	return int(span), nil
}

// contiguous says whether the elements lie in order, side by side.
func (t *stridedTensor) contiguous() bool {
	step := 1
	for i, d := range slices.Backward(t.shape) {
		if d != 1 && t.strides[i] != step {
			return false
		}
		step *= d
	}
	return true
}

// gather hands out the elements in the tensor's order.
func (t *stridedTensor) gather(raw []byte) func(yield func([]byte)) {
	size := t.dtype.Bits() / 8
	cols, step := t.shape[len(t.shape)-1], t.strides[len(t.strides)-1]
	outer := t.shape[:len(t.shape)-1]
	return func(yield func([]byte)) {
		piece := make([]byte, 0, max(size, min(scratchBytes, size*product(t.shape))/size*size))
		for row := range product(outer) {
			at := 0
			for axis, i := range position(row, outer) {
				at += i * t.strides[axis]
			}
			for done := 0; done < cols; {
				n := min(cols-done, (cap(piece)-len(piece))/size)
				from := strided{raw[(at+done*step)*size:], step * size}
				copyRun(strided{piece[len(piece) : len(piece)+n*size], size}, from, n, size)
				piece, done = piece[:len(piece)+n*size], done+n
				if len(piece) == cap(piece) {
					yield(piece)
					piece = piece[:0]
				}
			}
		}
		if len(piece) > 0 {
			yield(piece)
		}
	}
}

// apart makes copies of numbers that several tensors have, so that one can be
// trained and the others left.
func apart(all []viewed) []*blob {
	blobs, sorted := make([]*blob, len(all)), make([]viewed, 0, len(all))
	for i, v := range all {
		blobs[i] = v.blob
		if v.at.end > 0 {
			sorted = append(sorted, v)
		}
	}
	slices.SortStableFunc(sorted, func(a, b viewed) int { return a.at.begin - b.at.begin })
	var reach viewed // of those before, the one that ends last
	for _, v := range sorted {
		if reach.blob != nil && v.at.begin < reach.at.end {
			reach.copied()
			v.copied()
		}
		if v.at.end > reach.at.end {
			reach = v
		}
	}
	return blobs
}

// copied makes a blob of raw bytes one of pieces, of which nobody has the memory.
func (b *blob) copied() {
	if raw := b.raw; raw != nil {
		b.raw = nil
		b.pieces = func(yield func([]byte)) {
			for part := range slices.Chunk(raw, pieceBytes) {
				yield(part)
			}
		}
	}
}
