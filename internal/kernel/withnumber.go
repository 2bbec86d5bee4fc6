package kernel

// Scale is y[i] = a·x[i]. The slices may be the same.
func Scale[T Number](y, x []T, a T) {
	if single[T]() && scaleSIMD(singles(y), singles(x), float32(a)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = a * v
	}
}

// Shift is y[i] = x[i] + c. The slices may be the same.
func Shift[T Number](y, x []T, c T) {
	if single[T]() && shiftSIMD(singles(y), singles(x), float32(c)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = v + c
	}
}

// subFrom is y[i] = c - x[i]. The slices may be the same.
func subFrom[T Number](y, x []T, c T) {
	if single[T]() && subFromSIMD(singles(y), singles(x), float32(c)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = c - v
	}
}

// divBy is y[i] = x[i]/c. The slices may be the same.
func divBy[T Float](y, x []T, c T) {
	if single[T]() && divBySIMD(singles(y), singles(x), float32(c)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = v / c
	}
}

// divInto is y[i] = c/x[i]. The slices may be the same.
func divInto[T Float](y, x []T, c T) {
	if single[T]() && divIntoSIMD(singles(y), singles(x), float32(c)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] = c / v
	}
}
