package weights

// A blob is a tensor whose bytes have not been asked for yet. They lie in raw,
// or are made piece by piece, so that neither opening a checkpoint through a
// layout nor saving one holds a second copy of it.
type blob struct {
	name   string
	dtype  DType
	shape  []int
	raw    []byte
	pieces func(yield func(piece []byte)) // each valid until the next
	done   func(part []byte)              // lets go of pages of raw; may be nil
}

const (
	pieceBytes   = 1 << 20 // of raw; the pages at both ends of a piece stay, so not too few
	scratchBytes = 1 << 16 // of what is made; each tensor leaves as much garbage
)

// each hands out the bytes in order, in pieces of whole elements, and lets go
// of the pages they came from.
func (b *blob) each(yield func(piece []byte)) {
	if b.pieces != nil {
		b.pieces(yield)
		return
	}
	for at := 0; at < len(b.raw); at += pieceBytes {
		piece := b.raw[at:min(len(b.raw), at+pieceBytes)]
		yield(piece)
		b.release(piece)
	}
}

// bytes is all of them: raw, or a slice that nobody else holds.
func (b *blob) bytes() []byte {
	if b.pieces == nil {
		return b.raw
	}
	all := make([]byte, 0, b.size())
	b.pieces(func(piece []byte) { all = append(all, piece...) })
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
