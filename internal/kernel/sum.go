package kernel

// Sums are taken in blocks, and blocks are added in pairs, so that the error
// grows with the logarithm of the length: it is at most n·ε·Σ|x[i]| with n the
// additions that follow one another, which in a block are 32 to 72.
const (
	plainBlock  = 256  // eight running sums of 32
	vectorBlock = 4096 // four vectors of running sums: 64, or in AVX2 128
)

// blockOf is how many elements are summed without halving.
func blockOf[T Float]() int {
	if single[T]() && vectors() {
		return vectorBlock
	}
	return plainBlock
}

// halfOf is a number of whole blocks, about half of n.
func halfOf(n, block int) int { return (n/2 + block - 1) / block * block }

// Sum is Σ x[i], pairwise: the sum of both halves, down to blocks.
func Sum[T Float](x []T) T {
	if block := blockOf[T](); len(x) > block {
		half := halfOf(len(x), block)
		return Sum(x[:half]) + Sum(x[half:])
	}
	if single[T]() {
		if s, ok := sumSIMD(singles(x)); ok {
			return T(s)
		}
	}
	return eightSums(x)
}

// squares is Σ (x[i] - centre)², pairwise as Sum is.
func squares[T Float](x []T, centre T) T {
	if block := blockOf[T](); len(x) > block {
		half := halfOf(len(x), block)
		return squares(x[:half], centre) + squares(x[half:], centre)
	}
	if single[T]() {
		if s, ok := squaresSIMD(singles(x), float32(centre)); ok {
			return T(s)
		}
	}
	var a, b, c, d T
	for len(x) >= 4 {
		p, q, r, s := x[0]-centre, x[1]-centre, x[2]-centre, x[3]-centre
		a, b, c, d = a+p*p, b+q*q, c+r*r, d+s*s
		x = x[4:]
	}
	for _, v := range x {
		a += (v - centre) * (v - centre)
	}
	return (a + b) + (c + d)
}

// products is Σ x[i]·y[i], pairwise as Sum is.
func products[T Float](x, y []T) T {
	if block := blockOf[T](); len(x) > block {
		half := halfOf(len(x), block)
		return products(x[:half], y[:half]) + products(x[half:], y[half:])
	}
	if single[T]() {
		if s, ok := productsSIMD(singles(x), singles(y)); ok {
			return T(s)
		}
	}
	return fourProducts(x, y)
}

// eightSums is Σ x[i] by eight running sums over i mod 8.
func eightSums[T Float](x []T) T {
	var a, b, c, d, e, f, g, h T
	for len(x) >= 8 {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
		e, f, g, h = e+x[4], f+x[5], g+x[6], h+x[7]
		x = x[8:]
	}
	for _, v := range x {
		a += v
	}
	return ((a + b) + (c + d)) + ((e + f) + (g + h))
}
