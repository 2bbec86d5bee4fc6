package kernel

// The functions below compare a row of a broadcast operation; steps are as in
// AddRow. NaN is unequal to everything, and neither less nor greater.

// EqualRow is z[i] = x[i·sx] == y[i·sy].
func EqualRow[T Element](z []bool, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] == y[b]
	}
}

// NotEqualRow is z[i] = x[i·sx] != y[i·sy].
func NotEqualRow[T Element](z []bool, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] != y[b]
	}
}

// LessRow is z[i] = x[i·sx] < y[i·sy].
func LessRow[T Number](z []bool, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] < y[b]
	}
}

// LessEqualRow is z[i] = x[i·sx] <= y[i·sy].
func LessEqualRow[T Number](z []bool, x []T, sx int, y []T, sy int) {
	for i, a, b := 0, 0, 0; i < len(z); i, a, b = i+1, a+sx, b+sy {
		z[i] = x[a] <= y[b]
	}
}

// MarkEqual is z[i] = 1 where x[i] = y[i·step], else 0.
func MarkEqual[T Float](z, x, y []T, step int) {
	x = x[:len(z)]
	for i, b := 0, 0; i < len(z); i, b = i+1, b+step {
		z[i] = 0
		if x[i] == y[b] {
			z[i] = 1
		}
	}
}
