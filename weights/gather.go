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
			copyRun(piece[inPart*size:], size, file[inFile*size:], stride*size, n, size)
		})
		yield(piece[:product(block.shape)*size])
	}
}

// scatter copies the parameter's elements into the file's tensor.
func (v view) scatter(file, part []byte, size int) {
	v.runs(func(inFile, inPart, n, stride int) {
		copyRun(file[inFile*size:], stride*size, part[inPart*size:], size, n, size)
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

// copyRun copies n elements of size bytes that lie so many bytes apart.
func copyRun(dst []byte, dstStep int, src []byte, srcStep, n, size int) {
	switch {
	case dstStep == size && srcStep == size:
		copy(dst[:n*size], src)
	case size == 4:
		for i := range n {
			le.PutUint32(dst[i*dstStep:], le.Uint32(src[i*srcStep:]))
		}
	case size == 2:
		for i := range n {
			le.PutUint16(dst[i*dstStep:], le.Uint16(src[i*srcStep:]))
		}
	default:
		for i := range n {
			copy(dst[i*dstStep:i*dstStep+size], src[i*srcStep:])
		}
	}
}
