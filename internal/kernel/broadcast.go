package kernel

// Broadcast is how operands of unequal shapes line up with a result: shapes are
// aligned at their last axes, and an axis of 1, or none, is repeated. Axes that
// every operand walks through alike are merged, so that most cases come down to
// one or two.
type Broadcast struct {
	shape []int
	step  [][maxOperands]int // by axis: how far each operand moves
}

// maxOperands is how many operands a Broadcast lines up.
const maxOperands = 3

// NewBroadcast lines up operands of the given shapes, at most three, with a
// result of shape out, to which they can be broadcast.
func NewBroadcast(out []int, in ...[]int) *Broadcast {
	b := &Broadcast{}
	var size [maxOperands]int // of each operand, in the axes seen
	for k := range size {
		size[k] = 1
	}
	for axis := len(out) - 1; axis >= 0; axis-- {
		if out[axis] == 1 {
			continue
		}
		var step [maxOperands]int
		for k, shape := range in {
			if at := axis - len(out) + len(shape); at >= 0 && shape[at] > 1 {
				step[k] = size[k]
				size[k] *= shape[at]
			}
		}
		b.prepend(out[axis], step)
	}
	if len(b.shape) == 0 {
		b.prepend(1, [maxOperands]int{1, 1, 1})
	}
	return b
}

// prepend adds an axis before the others, or widens the first one by it.
func (b *Broadcast) prepend(n int, step [maxOperands]int) {
	if len(b.shape) > 0 {
		wide := b.step[0]
		for k := range wide {
			wide[k] *= b.shape[0]
		}
		if wide == step {
			b.shape[0] *= n
			return
		}
	}
	b.shape = append([]int{n}, b.shape...)
	b.step = append([][maxOperands]int{step}, b.step...)
}

// Size is the number of elements of the result.
func (b *Broadcast) Size() int {
	n := 1
	for _, d := range b.shape {
		n *= d
	}
	return n
}

// Steps is by how much each operand moves from one element of a segment to the
// next: 1, or 0 if it stays. In a segment not all operands stay, unless there are
// none that move at all.
func (b *Broadcast) Steps() [maxOperands]int { return b.step[len(b.step)-1] }

// Each cuts the elements lo ≤ i < hi of the result into segments along which all
// operands move by Steps, and calls f for each in order: it is the elements
// at ≤ i < at+n, and operand k begins at from[k].
func (b *Broadcast) Each(lo, hi int, f func(at, n int, from [maxOperands]int)) {
	last := len(b.shape) - 1
	width := b.shape[last]
	if last == 1 {
		b.eachRow(lo, hi, f)
		return
	}
	for lo < hi {
		row, column := lo/width, lo%width
		n := min(width-column, hi-lo)
		var from [maxOperands]int
		for k, s := range b.step[last] {
			from[k] = column * s
		}
		for axis := last - 1; axis >= 0 && row > 0; axis-- {
			i := row % b.shape[axis]
			row /= b.shape[axis]
			for k, s := range b.step[axis] {
				from[k] += i * s
			}
		}
		f(lo, n, from)
		lo += n
	}
}

// eachRow is Each of two axes, the most frequent, without a division for each
// row.
func (b *Broadcast) eachRow(lo, hi int, f func(at, n int, from [maxOperands]int)) {
	width, rowStep, step := b.shape[1], b.step[0], b.step[1]
	row, column := lo/width, lo%width
	var from [maxOperands]int
	for k := range from {
		from[k] = row*rowStep[k] + column*step[k]
	}
	for lo < hi {
		n := min(width-column, hi-lo)
		f(lo, n, from)
		for k := range from {
			from[k] += rowStep[k] - column*step[k]
		}
		lo, column = lo+n, 0
	}
}
