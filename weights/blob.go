package weights

// A blob is a tensor whose bytes have not been asked for yet. They lie in raw,
// or are made piece by piece or run by run, so that opening a checkpoint through
// a layout, or saving one, never holds a second copy of it.
type blob struct {
	name   string
	dtype  DType
	shape  []int
	raw    []byte
	pieces func(yield func(piece []byte))       // in order; each valid until the next
	runs   func(yield func(at int, run []byte)) // in any order, from element at on; likewise
	done   func(part []byte)                    // lets go of pages of raw; may be nil
	unused func(part []byte)                    // likewise, unless they were written
}

const (
	pieceBytes   = 1 << 20 // of raw; the pages at both ends of a piece stay, so not too few
	scratchBytes = 1 << 16 // of what is made; each tensor leaves as much garbage
)

// each hands out the bytes in order, in pieces of whole elements, and lets go
// of the pages they came from.
func (b *blob) each(yield func(piece []byte)) {
	switch {
	case b.pieces != nil:
		b.pieces(yield)
	case b.runs != nil:
		yield(b.bytes())
	default:
		for at := 0; at < len(b.raw); at += pieceBytes {
			piece := b.raw[at:min(len(b.raw), at+pieceBytes)]
			yield(piece)
			b.release(piece)
		}
	}
}

// place hands out the elements, of whole bytes each, in runs in any order, each
// with the element it begins at, and lets go of the pages they came from.
func (b *blob) place(yield func(at int, run []byte)) {
	if b.runs != nil {
		b.runs(yield)
		return
	}
	at, size := 0, b.dtype.Bits()/8
	b.each(func(piece []byte) {
		yield(at, piece)
		at += len(piece) / size
	})
}

// bytes is all of them: raw, or a slice that nobody else holds.
func (b *blob) bytes() []byte {
	if b.pieces == nil && b.runs == nil {
		return b.raw
	}
	all, size := make([]byte, b.size()), b.dtype.Bits()/8
	b.place(func(at int, run []byte) { copy(all[at*size:], run) })
	return all
}

func (b *blob) release(part []byte) {
	if b.done != nil {
		b.done(part)
	}
}

// size is the number of bytes.
func (b *blob) size() int64 {
	n, err := byteSize(b.dtype, b.shape)
	if err != nil {
		panic("weights: unchecked shape: " + err.Error())
	}
	return int64(n)
}
