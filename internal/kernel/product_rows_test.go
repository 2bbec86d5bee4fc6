package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// alone are the rows of C, each computed by a product of that row alone.
func alone(p *Product[float32], c []float32) []float32 {
	c = append([]float32{}, c...)
	for i := range p.M {
		q := *p
		q.M, q.A, q.C = 1, p.A[at(p.TransA, i, 0, p.LDA):], c[i*p.LDC:]
		q.Serial(new(Worker))
	}
	return c
}

// columnsAlone are those of C, some at a time.
func columnsAlone(p *Product[float32], c []float32, width int) []float32 {
	c = append([]float32{}, c...)
	for j := 0; j < p.N; j += width {
		q := *p
		q.N, q.B, q.C = min(width, p.N-j), p.B[at(p.TransB, 0, j, p.LDB):], c[j:]
		if p.Bias != nil {
			q.Bias = p.Bias[j:]
		}
		q.Serial(new(Worker))
	}
	return c
}

// ofPacked is C of p with B packed, where there is such a form.
func ofPacked(p *Product[float32], c []float32) []float32 {
	c = append([]float32{}, c...)
	q := *p
	q.C, q.Packed = c, NewPacked(Float32, p.K, p.N)
	if q.Packed != nil {
		q.Packed.Pack(Default(), p.B, p.LDB, p.TransB)
		q.B = nil
	}
	q.Serial(new(Worker))
	return c
}

// rowsStand requires that a row of p has the same bits whatever other rows, and
// columns, there are, and with B packed.
func rowsStand(t *testing.T, p *Product[float32], s shape) {
	t.Helper()
	c := append([]float32{}, p.C...)
	for _, l := range levels() {
		atLevel(l, func() {
			copy(p.C, c)
			rows, columns := alone(p, c), columnsAlone(p, c, 19)
			packed := ofPacked(p, c)
			p.Serial(new(Worker))
			for i, want := range p.C {
				if want == want && (rows[i] != want || columns[i] != want || packed[i] != want) {
					require.Failf(t, "other bits", "%v, %v alpha %v beta %v at [%d, %d]: %v, alone %v, its column alone %v, with B packed %v",
						l, s, p.Alpha, p.Beta, i/p.LDC, i%p.LDC, want, rows[i], columns[i], packed[i])
				}
			}
		})
	}
}

func TestRowsOfAProductDoNotDependOnOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for m := 1; m < 64; m += 1 + m/8 {
		eachForm(m, 1+r.IntN(140), 1+r.IntN(300), func(s shape) { rowsStand(t, randomProduct[float32](r, s), s) })
	}
	for _, s := range [][3]int{{130, 70, 513}, {33, 600, 700}, {29, 33, 1500}, {14, 65, 4100}, {450, 33, 40}} {
		eachForm(s[0], s[1], s[2], func(s shape) {
			scales := [][2]float32{{0.5, -2}, {1, 0}, {-3, 0}, {1, 1}}
			if underRace { // which finds nothing in one goroutine, whatever it multiplies
				scales = scales[:1]
			}
			for _, scale := range scales {
				p := randomProduct[float32](r, s)
				p.Alpha, p.Beta = scale[0], scale[1]
				rowsStand(t, p, s)
			}
		})
	}
}

// Four forms of one product have the same bits.
func TestFormsOfAProductHaveTheSameBits(t *testing.T) {
	for _, size := range [][3]int{{1, 40, 30}, {7, 50, 200}, {100, 90, 1100}} {
		m, n, k := size[0], size[1], size[2]
		r := rand.New(rand.NewPCG(1, 2))
		a, b := random[float32](r, m*k), random[float32](r, k*n)
		turn := func(x []float32, rows, columns int) []float32 {
			y := make([]float32, len(x))
			for i := range x {
				y[i%columns*rows+i/columns] = x[i]
			}
			return y
		}
		for _, l := range levels() {
			var want []float32
			eachForm(m, n, k, func(s shape) {
				p := Product[float32]{M: m, N: n, K: k, Alpha: 1, A: a, LDA: k, B: b, LDB: n, C: make([]float32, m*n), LDC: n,
					TransA: s.transA, TransB: s.transB}
				if s.transA {
					p.A, p.LDA = turn(a, m, k), m
				}
				if s.transB {
					p.B, p.LDB = turn(b, k, n), k
				}
				atLevel(l, func() { p.Serial(new(Worker)) })
				if want == nil {
					want = p.C
				}
				require.Equal(t, want, p.C, "%v %v", l, s)
			})
		}
	}
}
