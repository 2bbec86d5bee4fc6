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

// bytes returns the blob's bytes; fresh says that nobody else holds them.
func (b *blob) bytes() (raw []byte, fresh bool) {
	if b.load != nil {
		return b.load(), true
	}
	return b.raw, false
}

// release lets go of the memory behind part, a piece of raw.
func (b *blob) release(part []byte) {
	if b.done != nil && b.load == nil {
		b.done(part)
	}
}
