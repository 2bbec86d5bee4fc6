package weights

import "slices"

// A source is the file's tensor, of which pages are let go as they are read.
type source struct {
	bytes []byte
	size  int // of an element
	done  func(part []byte)
}

const (
	tileColumns = 32      // file rows that are read at once to be transposed
	pageSlack   = 1 << 16 // at least a page, on any system
)

// gather hands out the parameter's elements in runs, each with the element it
// begins at, so that only a few rows of the file's tensor are in memory.
func (v view) gather(from source, yield func(at int, run []byte)) {
	if len(from.bytes) == 0 {
		return
	}
	if len(v.strides) == 1 && v.strides[0] != 1 {
		v.gatherColumns(from, yield)
	} else {
		v.gatherRows(from, yield)
	}
	from.done(from.bytes)
}

// gatherRows is for elements that lie side by side in the file.
func (v view) gatherRows(from source, yield func(at int, run []byte)) {
	rows, cols := v.shape[0], product(v.shape[1:])
	some := min(rows, max(1, scratchBytes/(cols*from.size)))
	run := make([]byte, some*cols*from.size)
	for at := 0; at < rows; at += some {
		block := v.part(0, at, min(some, rows-at))
		block.runs(func(inFile, inPart, n, stride int) {
			copyRun(strided{run[inPart*from.size:], from.size},
				strided{from.bytes[inFile*from.size:], stride * from.size}, n, from.size)
		})
		yield(at*cols, run[:product(block.shape)*from.size])
		from.release(block.extent())
	}
}

// gatherColumns is for a transposed tensor: a column is a row of the file.
func (v view) gatherColumns(from source, yield func(at int, run []byte)) {
	cols, step := v.shape[1], v.strides[0]
	first := slices.Min(v.rows) / step * step // not 0 if the columns are shared out
	run := make([]byte, min(cols, tileColumns)*from.size)
	for at := 0; at < cols; at += tileColumns {
		n := min(tileColumns, cols-at)
		for i, row := range v.rows {
			copyRun(strided{run, from.size},
				strided{from.bytes[(row+at*step)*from.size:], step * from.size}, n, from.size)
			yield(i*cols+at, run[:n*from.size])
		}
		from.release(first+at*step, first+(at+n)*step)
	}
}

// release lets go of the elements begin:end and of the page they begin in, which
// what was read before has left.
func (s source) release(begin, end int) {
	s.done(s.bytes[max(0, begin*s.size-pageSlack) : end*s.size])
}

// extent is where in the file's tensor the view's elements lie, begin:end.
func (v view) extent() (begin, end int) {
	end = slices.Max(v.rows) + 1
	for i, stride := range v.strides {
		end += (v.shape[i+1] - 1) * stride
	}
	return slices.Min(v.rows), end
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
