package kernel

// Box is a block of elements that two arrays have in common: index i, within
// Shape, is element ToStart + Σ i[a]·To[a] of the one and FromStart +
// Σ i[a]·From[a] of the other. A stride may be 0 or negative. Rows run along
// the last axis; there is at least one axis.
type Box struct {
	Shape, To, From    []int
	ToStart, FromStart int
}

// NewBox leaves out axes of length 1 and joins neighbours that follow one
// another in both arrays, so that rows are as long as can be.
func NewBox(shape, to, from []int) Box {
	var b Box
	for a, n := range shape {
		if n == 1 {
			continue
		}
		k := len(b.Shape) - 1
		if k >= 0 && b.To[k] == n*to[a] && b.From[k] == n*from[a] {
			b.Shape[k] *= n
			b.To[k], b.From[k] = to[a], from[a]
			continue
		}
		b.Shape, b.To, b.From = append(b.Shape, n), append(b.To, to[a]), append(b.From, from[a])
	}
	if len(b.Shape) == 0 {
		return b.Points()
	}
	return b
}

// Points is the same block with rows of one element.
func (b Box) Points() Box {
	b.Shape = append(b.Shape[:len(b.Shape):len(b.Shape)], 1)
	b.To = append(b.To[:len(b.To):len(b.To)], 1)
	b.From = append(b.From[:len(b.From):len(b.From)], 1)
	return b
}

// Row is the length of a row.
func (b *Box) Row() int { return b.Shape[len(b.Shape)-1] }

// Rows is the number of rows.
func (b *Box) Rows() int {
	n := 1
	for _, d := range b.Shape[:len(b.Shape)-1] {
		n *= d
	}
	return n
}

// Offsets is where a row begins in both arrays.
func (b *Box) Offsets(row int) (to, from int) {
	to, from = b.ToStart, b.FromStart
	for a := len(b.Shape) - 2; a >= 0; a-- {
		i := row % b.Shape[a]
		row /= b.Shape[a]
		to += i * b.To[a]
		from += i * b.From[a]
	}
	return to, from
}

// seek sets at to the index of a row, and returns where it begins.
func (b *Box) seek(at []int, row int) (to, from int) {
	to, from = b.Offsets(row)
	for a := len(b.Shape) - 2; a >= 0; a-- {
		at[a] = row % b.Shape[a]
		row /= b.Shape[a]
	}
	return to, from
}

// next moves at to the next row, which begins where it returns.
func (b *Box) next(at []int, to, from int) (int, int) {
	for a := len(b.Shape) - 2; a >= 0; a-- {
		at[a]++
		to, from = to+b.To[a], from+b.From[a]
		if at[a] < b.Shape[a] {
			break
		}
		at[a] = 0
		to, from = to-b.Shape[a]*b.To[a], from-b.Shape[a]*b.From[a]
	}
	return to, from
}
