package kernel

// Cast is y[i] = x[i] in another type; floats are cut towards zero to int.
func Cast[R, T Number](y []R, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = R(v)
	}
}

// ToBool is y[i] = x[i] ≠ 0; NaN is true.
func ToBool[T Number](y []bool, x []T) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = v != 0
	}
}

// FromBool is y[i] = 1 where x[i], else 0.
func FromBool[R Number](y []R, x []bool) {
	x = x[:len(y)]
	for i, v := range x {
		y[i] = 0
		if v {
			y[i] = 1
		}
	}
}
