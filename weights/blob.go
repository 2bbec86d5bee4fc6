package weights

// A blob is a tensor as a file has it. Its bytes lie in raw, or are made by
// load each time they are asked for, so that opening a checkpoint through a
// layout holds no second copy of it.
type blob struct {
	name  string
	dtype DType
	shape []int
	raw   []byte
	load  func() []byte
	done  func([]byte) // lets go of pages of raw that have been read; may be nil
}

func (b *blob) bytes() []byte {
	if b.load != nil {
		return b.load()
	}
	return b.raw
}

// release lets go of the memory behind part, a piece of raw.
func (b *blob) release(part []byte) {
	if b.done != nil && b.load == nil {
		b.done(part)
	}
}

// size is the number of the blob's bytes.
func (b *blob) size() int64 {
	n, err := byteSize(b.dtype, b.shape)
	if err != nil {
		panic("weights: unchecked shape: " + err.Error())
	}
	return int64(n)
}
