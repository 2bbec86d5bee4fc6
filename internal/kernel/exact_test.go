package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// exact are kernels of elements that only add, multiply, divide and compare,
// so that every level has the bits of the loop.
var exact = []elementwise{
	two("add", Add[float32]), two("sub", Sub[float32]), two("mul", Mul[float32]), two("div", Div[float32]),
	one("scale", func(y, x []float32) { Scale(y, x, -1.7) }), one("shift", func(y, x []float32) { Shift(y, x, 0.3) }),
	one("sub from", func(y, x []float32) { subFrom(y, x, 0.3) }), one("div by", func(y, x []float32) { divBy(y, x, 0.3) }),
	one("div into", func(y, x []float32) { divInto(y, x, 0.3) }), one("clamp", func(y, x []float32) { Clamp(y, x, -0.5, 2) }),
	one("neg", Neg[float32]), one("abs", Abs[float32]), one("square", Square[float32]), one("reciprocal", Reciprocal[float32]),
	two("square gradient", SquareGrad[float32]), two("reciprocal gradient", ReciprocalGrad[float32]),
	two("maximum", func(z, x, y []float32) { MaximumRow(z, x, 1, y, 1) }),
	two("minimum", func(z, x, y []float32) { MinimumRow(z, x, 1, y, 1) }),
	two("add scaled", func(z, x, y []float32) { copy(z, y); AddScaled(z, x, 3) }),
	{"add product", 3, func(z []float32, x ...[]float32) { copy(z, x[2]); addProduct(z, x[0], x[1]) }},
	{"add four", 5, func(z []float32, x ...[]float32) { copy(z, x[4]); addFour(z, x[0], x[1], x[2], x[3]) }},
	two("standardise", func(z, x, y []float32) { standardise(z, y, 0.5, 3) }),
	{"rotate halves", 4, func(z []float32, x ...[]float32) { rotated(z, x, 0) }},
	{"rotate halves, the others", 4, func(z []float32, x ...[]float32) { rotated(z, x, 1) }},
	{"adam, weight", 4, func(z []float32, x ...[]float32) {
		copy(z, x[3])
		AdamDescent(z, clone(x[0]), clone(x[1]), x[2], adamStep)
	}},
	{"adam, mean", 4, func(z []float32, x ...[]float32) {
		copy(z, x[3])
		AdamDescent(clone(x[0]), z, clone(x[1]), x[2], adamStep)
	}},
	{"adam, square", 4, func(z []float32, x ...[]float32) {
		copy(z, x[3])
		AdamDescent(clone(x[0]), clone(x[1]), z, x[2], adamStep)
	}},
	{"adam update", 3, func(z []float32, x ...[]float32) {
		copy(z, x[2])
		AdamUpdate(z, clone(x[0]), clone(x[1]), adamStep)
	}},
	two("sgd", func(z, x, y []float32) { copy(z, y); SGDDescent(z, x, sgdStep) }),
	{"momentum, weight", 3, func(z []float32, x ...[]float32) {
		copy(z, x[2])
		MomentumDescent(z, clone(x[0]), x[1], sgdStep)
	}},
	{"momentum, velocity", 3, func(z []float32, x ...[]float32) {
		copy(z, x[2])
		MomentumDescent(clone(x[0]), z, x[1], sgdStep)
	}},
	two("momentum update", func(z, x, y []float32) { copy(z, y); MomentumUpdate(z, clone(x), sgdStep) }),
}

var (
	adamStep = AdamStep{Scale: 0.5, L2: 0.1, Beta1: 0.9, Beta2: 0.99, Unbias1: 2, Unbias2: 3, Epsilon: 1e-3, Rate: 0.1, Decay: 0.2}
	sgdStep  = SGDStep{Scale: 0.5, L2: 0.1, Momentum: 0.9, New: 0.7, Rate: 0.1, Decay: 0.2, FromGradient: 1, FromVelocity: 0.9}
)

func clone(x []float32) []float32 { return append([]float32{}, x...) }

func rotated(z []float32, x [][]float32, which int) {
	n := len(z)
	y := make([]float32, 2*n)
	RotateHalves(y, append(clone(x[0]), x[1]...), x[2], x[3], -1)
	copy(z, y[which*n:][:n])
}

// TestExactKernels holds them against the loop, wherever an element stands.
func TestExactKernels(t *testing.T) {
	const n = 1000
	r := rand.New(rand.NewPCG(5, 6))
	for _, k := range exact {
		xs, want := make([][]float32, k.in), make([]float32, n)
		for i := range xs {
			xs[i] = random[float32](r, n)
			for j := range n / 4 {
				xs[i][4*j+i%4] = odd[r.IntN(len(odd))]
			}
		}
		atLevel(plain, func() { k.f(want, xs...) })
		for _, l := range levels() {
			atLevel(l, func() {
				for m := range lengths(n) {
					from := r.IntN(n - m + 1)
					k.checkAt(t, fmt.Sprintf("%s, %v, %d elements", k.name, l, m), xs, want[from:from+m], from)
				}
			})
		}
	}
}
