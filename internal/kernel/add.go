package kernel

// Add is z[i] = x[i] + y[i]. The slices may be the same.
func Add[T Number](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] + y[i]
	}
}

// Sub is z[i] = x[i] - y[i]. The slices may be the same.
func Sub[T Number](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] - y[i]
	}
}

// Mul is z[i] = x[i]·y[i]. The slices may be the same.
func Mul[T Number](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] * y[i]
	}
}

// Div is z[i] = x[i]/y[i]. The slices may be the same.
func Div[T Float](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] / y[i]
	}
}
