package kernel

// The functions below run a vector twin of a loop, if there is one: for float32,
// at levels that have vectors. They say whether it ran.

func twin[T Float](f func(y, x []float32) bool, y, x []T) bool {
	a, ok := any(y).([]float32)
	return ok && f(a, any(x).([]float32))
}

func twinGrad[T Float](f func(dx, x, dy []float32) bool, dx, x, dy []T) bool {
	a, ok := any(dx).([]float32)
	return ok && f(a, any(x).([]float32), any(dy).([]float32))
}
