package weights

// gather copies the parameter's elements, of size bytes each, out of the file's
// tensor, and hands them out some rows at a time.
func (v view) gather(file []byte, size int, yield func(piece []byte)) {
	n := product(v.shape)
	if n == 0 {
		return
	}
	rows := v.shape[0]
	some := min(rows, max(1, scratchBytes/(n/rows*size)))
	piece := make([]byte, some*(n/rows)*size)
	for at := 0; at < rows; at += some {
		block := v.part(0, at, min(some, rows-at))
		block.runs(func(inFile, inPart, n, stride int) {
			copyRun(strided{piece[inPart*size:], size}, strided{file[inFile*size:], stride * size}, n, size)
		})
		yield(piece[:product(block.shape)*size])
	}
}

// scatter copies the parameter's elements into the file's tensor.
func (v view) scatter(file, part []byte, size int) {
	v.runs(func(inFile, inPart, n, stride int) {
		copyRun(strided{file[inFile*size:], stride * size}, strided{part[inPart*size:], size}, n, size)
	})
}

// runs lists the innermost runs: n elements that lie stride apart in the file
// and side by side in the parameter.
func (v view) runs(f func(inFile, inPart, n, stride int)) {
	if product(v.shape) == 0 {
		return
	}
	at := 0
	var walk func(axis, inFile int)
	walk = func(axis, inFile int) {
		switch {
		case axis == len(v.shape): // a vector's rows are its elements
			f(inFile, at, 1, 1)
			at++
		case axis == len(v.shape)-1:
			f(inFile, at, v.shape[axis], v.strides[axis-1])
			at += v.shape[axis]
		default:
			for i := range v.shape[axis] {
				walk(axis+1, inFile+i*v.strides[axis-1])
			}
		}
	}
	for _, row := range v.rows {
		walk(1, row)
	}
}

// strided is bytes of which elements lie a step apart.
type strided struct {
	bytes []byte
	step  int
}

// copyRun copies n elements of size bytes.
func copyRun(dst, src strided, n, size int) {
	switch {
	case dst.step == size && src.step == size:
		copy(dst.bytes[:n*size], src.bytes)
	case size == 4:
		for i := range n {
			le.PutUint32(dst.bytes[i*dst.step:], le.Uint32(src.bytes[i*src.step:]))
		}
	case size == 2:
		for i := range n {
			le.PutUint16(dst.bytes[i*dst.step:], le.Uint16(src.bytes[i*src.step:]))
		}
	default:
		for i := range n {
			copy(dst.bytes[i*dst.step:i*dst.step+size], src.bytes[i*src.step:])
		}
	}
}
