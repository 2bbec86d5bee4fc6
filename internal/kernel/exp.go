package kernel

import "math"

// Exp is y[i] = e^x[i]. The slices may be the same. float32 is within 1 ulp,
// denormal results included.
func Exp[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(expSIMD, y, x) || twin(expRow, y, x) {
		return
	}
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		for i, v := range x {
			y[i] = exp32(v)
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = math.Exp(v)
		}
	}
}

// ExpSum is y[i] = e^(x[i]-shift), and returns Σ y[i], summed in one fixed
// order: running sums over i mod 4, or mod what a level takes at a time, added in
// pairs. So zeros at the end, of -Inf, do not change the sum's bits. The slices
// may be the same.
func ExpSum[T Float](y, x []T, shift T) T {
	x = x[:len(y)]
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		if sum, ok := expSumSIMD(y, x, float32(shift)); ok {
			return T(sum)
		}
		if sum, ok := expSumRow(y, x, float32(shift)); ok {
			return T(sum)
		}
		for i, v := range x {
			y[i] = exp32(v - float32(shift))
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = math.Exp(v - float64(shift))
		}
	}
	return fourSums(y)
}

// fourSums is Σ x[i] by four running sums over i mod 4.
func fourSums[T Float](x []T) T {
	var a, b, c, d T
	for len(x) >= 4 {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
		x = x[4:]
	}
	switch len(x) {
	case 3:
		c += x[2]
		fallthrough
	case 2:
		b += x[1]
		fallthrough
	case 1:
		a += x[0]
	}
	return (a + b) + (c + d)
}

// exp32 is e^x.
func exp32(x float32) float32 {
	if x > expMax {
		return float32(math.Inf(1))
	}
	if x < expMin {
		return 0
	}
	s, q := expParts(float64(x))
	return float32(s + s*q)
}

// The arguments beyond which e^x is +Inf and 0 in float32.
const (
	expMax = 88.72284
	expMin = -103.97208
)

// expParts splits e^x, |x| ≤ 200, into s·(1 + q) where s is 1 for small x, so
// that s·q + (s - 1) is e^x - 1 without cancellation. In float64, which makes it
// short: with x = k·ln 2/32 + r, s = 2^(k/32) from a table and q = e^r - 1 by
// three terms of its series, |r| ≤ ln 2/64, to 6e-10. NaN is NaN.
func expParts(x float64) (s, q float64) {
	t := x*(32*math.Log2E) + roundMagic
	r := x - (t-roundMagic)*(math.Ln2/32)
	k := math.Float64bits(t)
	return math.Float64frombits(exp2Table[k%32] + k<<47), r + r*r*(0.5+r*(1./6))
}

// Adding roundMagic to a small float64 rounds it to a whole number, held in the
// last bits.
const roundMagic = 0x1.8p52

// exp2Table is 2^(i/32) less i in the place where expParts adds k, so that the
// sum is 2^(k/32).
var exp2Table = func() (t [32]uint64) {
	for i := range t {
		t[i] = math.Float64bits(math.Exp2(float64(i)/32)) - uint64(i)<<47
	}
	return t
}()
