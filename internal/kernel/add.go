package kernel

// Add is z[i] = x[i] + y[i]. The slices may be the same.
func Add[T Float](z, x, y []T) {
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] + y[i]
	}
}
