package kernel

import "math"

// Erf is y[i] = erf x[i]. The slices may be the same. float32 is within 3 ulp.
func Erf[T Float](y, x []T) {
	x = x[:len(y)]
	if twin(erfSIMD, y, x) {
		return
	}
	switch x := any(x).(type) {
	case []float32:
		y := any(y).([]float32)
		for i, v := range x {
			y[i] = erf32(v)
		}
	case []float64:
		y := any(y).([]float64)
		for i, v := range x {
			y[i] = math.Erf(v)
		}
	}
}

// ErfGrad is dx[i] = 2/√π·e^(-x[i]²)·dy[i]. dx and dy may be the same. float32 is
// within 3e-7·|dy|.
func ErfGrad[T Float](dx, x, dy []T) {
	x, dy = x[:len(dx)], dy[:len(dx)]
	if twinGrad(erfGradSIMD, dx, x, dy) {
		return
	}
	for i, v := range x {
		dx[i] = 2 / math.SqrtPi * exp(-v*v) * dy[i]
	}
}

// erf32 is erf x. It is ±1 from 3.92 on.
func erf32(x float32) float32 {
	if x > erfMax {
		return 1
	}
	if x < -erfMax {
		return -1
	}
	return float32(erfQuotient(float64(x)))
}

const erfMax = 3.924

// erfQuotient is erf x = x·P(x²)/Q(x²), minimax on |x| ≤ erfMax to 1.9e-8.
func erfQuotient(x float64) float64 {
	s := x * x
	z := s * s
	p := (1.1283791458 + s*0.190568134587) + z*((0.052766505628+s*0.00377160743913)+z*(0.000284850070136+s*2.04659689703e-06))
	q := (1 + s*0.50221934374) + z*((0.114172671962+s*0.0149812962546)+z*(0.00116368021169+s*3.80539923402e-05))
	return x * p / q
}
