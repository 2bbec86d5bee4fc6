package kernel

// Reduction makes one element of many, in two forms that group them differently
// but each always in the same order.
type Reduction[T Float] struct {
	// Line is the fold of all elements of x, at least one.
	Line func(x []T) T

	// Columns is acc[i] = the fold of x[r·stride+i] over 0 ≤ r < rows.
	Columns func(acc, x []T, rows, stride int)
}

// Sums folds by adding.
func Sums[T Float]() Reduction[T] { return Reduction[T]{Sum[T], sumColumns[T]} }

// Maxima folds to the largest, NaN if there is one.
func Maxima[T Float]() Reduction[T] {
	return Reduction[T]{Max[T], rowByRow(func(acc, x []T) { MaximumRow(acc, acc, 1, x, 1) })}
}

// Minima folds to the smallest, NaN if there is one.
func Minima[T Float]() Reduction[T] {
	return Reduction[T]{Min[T], rowByRow(func(acc, x []T) { MinimumRow(acc, acc, 1, x, 1) })}
}

// Products folds by multiplying.
func Products[T Float]() Reduction[T] {
	return Reduction[T]{prod[T], rowByRow(func(acc, x []T) { Mul(acc, acc, x) })}
}

// rowByRow folds columns by folding row after row into acc.
func rowByRow[T Float](fold func(acc, x []T)) func(acc, x []T, rows, stride int) {
	return func(acc, x []T, rows, stride int) {
		n := len(acc)
		copy(acc, x[:n])
		for r := 1; r < rows; r++ {
			fold(acc, x[r*stride:r*stride+n])
		}
	}
}

// sumColumns adds four rows at a time to acc, which is faster than one and, as
// fewer sums follow one another, more exact.
func sumColumns[T Float](acc, x []T, rows, stride int) {
	n := len(acc)
	copy(acc, x[:n])
	r := 1
	for ; r+4 <= rows; r += 4 {
		addFour(acc, x[r*stride:][:n], x[(r+1)*stride:][:n], x[(r+2)*stride:][:n], x[(r+3)*stride:][:n])
	}
	for ; r < rows; r++ {
		Add(acc, acc, x[r*stride:][:n])
	}
}

// Max is the largest x[i], NaN if there is one. x has an element.
func Max[T Float](x []T) T {
	if single[T]() && len(x) > 0 {
		if top, odd, ok := lineMaxSIMD(singles(x)); ok {
			return T(top + odd)
		}
	}
	m := x[0]
	for _, v := range x {
		if !(v <= m) { // larger, or NaN
			if v != v {
				return v
			}
			m = v
		}
	}
	return m
}

// Min is the smallest x[i], NaN if there is one. x has an element.
func Min[T Float](x []T) T {
	if single[T]() && len(x) > 0 {
		if top, odd, ok := lineMinSIMD(singles(x)); ok {
			return T(odd - top)
		}
	}
	m := x[0]
	for _, v := range x {
		if !(v >= m) {
			if v != v {
				return v
			}
			m = v
		}
	}
	return m
}

func prod[T Float](x []T) T {
	p := T(1)
	for _, v := range x {
		p *= v
	}
	return p
}
