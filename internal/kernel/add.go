package kernel

// Add is z[i] = x[i] + y[i]. The slices may be the same.
func Add[T Number](z, x, y []T) {
	if single[T]() && addSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] + y[i]
	}
}

// Sub is z[i] = x[i] - y[i]. The slices may be the same.
func Sub[T Number](z, x, y []T) {
	if single[T]() && subSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] - y[i]
	}
}

// Mul is z[i] = x[i]·y[i]. The slices may be the same.
func Mul[T Number](z, x, y []T) {
	if single[T]() && mulSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] * y[i]
	}
}

// Div is z[i] = x[i]/y[i]. The slices may be the same.
func Div[T Float](z, x, y []T) {
	if single[T]() && divSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] = x[i] / y[i]
	}
}

// AddScaled is y[i] = y[i] + a·x[i], the product rounded first.
func AddScaled[T Float](y, x []T, a T) {
	if single[T]() && addScaledSIMD(singles(y), singles(x), float32(a)) {
		return
	}
	x = x[:len(y)]
	for i, v := range x {
		y[i] += T(a * v)
	}
}

// addProduct is z[i] = z[i] + x[i]·y[i], the product rounded first.
func addProduct[T Float](z, x, y []T) {
	if single[T]() && addProductSIMD(singles(z), singles(x), singles(y)) {
		return
	}
	x, y = x[:len(z)], y[:len(z)]
	for i := range z {
		z[i] += T(x[i] * y[i])
	}
}

// addFour is z[i] = z[i] + ((a[i] + b[i]) + (c[i] + d[i])).
func addFour[T Float](z, a, b, c, d []T) {
	if single[T]() && addFourSIMD(singles(z), singles(a), singles(b), singles(c), singles(d)) {
		return
	}
	a, b, c, d = a[:len(z)], b[:len(z)], c[:len(z)], d[:len(z)]
	for i := range z {
		z[i] += (a[i] + b[i]) + (c[i] + d[i])
	}
}
