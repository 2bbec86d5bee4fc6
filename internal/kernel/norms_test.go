package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// normRow is a row of every norm, with room before and after all that is written.
type normRow struct {
	n                  int
	x, r, w, b, dy     []float32
	y, s, dx, dw, db   []float32
	memory             []float32 // of those that are written
	scratch            []float32
	mean, rstd         float32
	wantMean, wantRstd float64
}

const normGuard = 21

func newNormRow(r *rand.Rand, n, from int) *normRow {
	row := &normRow{n: n, scratch: make([]float32, 2*n), memory: make([]float32, 6*(n+normGuard)+from)}
	for _, s := range []*[]float32{&row.x, &row.r, &row.w, &row.b, &row.dy} {
		*s = random[float32](r, n+from)[from:]
	}
	for i := range row.memory {
		row.memory[i] = -77
	}
	for i, s := range []*[]float32{&row.y, &row.s, &row.dx, &row.dw, &row.db} {
		at := from + normGuard + i*(n+normGuard)
		*s = row.memory[at : at+n : at+n]
	}
	copy(row.dw, row.r)
	copy(row.db, row.r)
	return row
}

// guarded says that nothing was written beside the slices.
func (row *normRow) guarded(t *testing.T) {
	t.Helper()
	for _, s := range [][]float32{row.y, row.s, row.dx, row.dw, row.db} {
		for i := range s {
			s[i] = -77
		}
	}
	for _, v := range row.memory {
		if v != -77 {
			require.Equal(t, float32(-77), v)
		}
	}
}

// Norms are within a few roundings of float64's at every level, in one call or
// in many, and their gradients too.
func TestNormsAtEveryLevel(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 8))
	for _, l := range levels() {
		atLevel(l, func() {
			for n := range lengths(999) {
				testNorms(t, r, n+1, r.IntN(5))
			}
			testNorms(t, r, vectorBlock, 1)
			testNorms(t, r, 3*vectorBlock+1, 1)
		})
	}
}

func testNorms(t *testing.T, r *rand.Rand, n, from int) {
	for _, centred := range []bool{true, false} {
		row := newNormRow(r, n, from)
		if centred {
			row.mean, row.rstd = LayerNorm(row.y, row.x, row.w, row.b, normEps)
		} else {
			row.rstd = RMSNorm(row.y, row.x, row.w, normEps)
		}
		row.check(t, row.x, centred)
		row.gradient(t, centred)
		row.guarded(t)

		row = newNormRow(r, n, from)
		x, residual := row.x, row.r
		if n%2 == 0 { // over what is read
			copy(row.s, x)
			copy(row.y, residual)
			row.x, row.r = row.s, row.y
		}
		if centred {
			row.mean, row.rstd = AddLayerNorm(row.y, row.s, row.x, row.r, row.w, row.b, normEps)
		} else {
			row.rstd = AddRMSNorm(row.y, row.s, row.x, row.r, row.w, normEps)
		}
		want := make([]float32, n)
		atLevel(plain, func() { Add(want, x, residual) })
		requireSameBits(t, want, row.s, "residual")
		row.check(t, row.s, centred)
		row.guarded(t)
	}
}

const normEps = 0.1

// check holds y and the moments of x against float64.
func (row *normRow) check(t *testing.T, x []float32, centred bool) {
	t.Helper()
	row.wantMean, row.wantRstd = plainMoments(wide(x), centred, normEps)
	require.InDelta(t, row.wantMean, float64(row.mean), 1e-6)
	require.InEpsilon(t, row.wantRstd, float64(row.rstd), 1e-5)
	for i, v := range x {
		want := (float64(v) - row.wantMean) * row.wantRstd * float64(row.w[i])
		size := math.Abs(want)
		if centred {
			want, size = want+float64(row.b[i]), size+math.Abs(float64(row.b[i]))
		}
		near(t, want, row.y[i], 1e-5*(1+size))
	}
}

func (row *normRow) gradient(t *testing.T, centred bool) {
	t.Helper()
	if centred {
		LayerNormGrad(row.dx, row.dw, row.db, row.x, row.w, row.dy, row.scratch, row.mean, row.rstd)
	} else {
		RMSNormGrad(row.dx, row.dw, row.x, row.w, row.dy, row.scratch, row.rstd)
	}
	h, g := make([]float64, row.n), make([]float64, row.n)
	var a, b float64
	for i, v := range row.x {
		h[i], g[i] = (float64(v)-row.wantMean)*row.wantRstd, float64(row.w[i])*float64(row.dy[i])
		b += g[i] * h[i] / float64(row.n)
		if centred {
			a += g[i] / float64(row.n)
		}
	}
	for i, v := range h {
		near(t, row.wantRstd*(g[i]-a-v*b), row.dx[i], 1e-4)
		near(t, float64(row.r[i])+float64(row.dy[i])*v, row.dw[i], 1e-4)
		if centred {
			near(t, float64(row.r[i]+row.dy[i]), row.db[i], 0)
		}
	}
}

// What is wanted in part is what would have been in the whole.
func TestNormGradsInParts(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 8))
	for _, l := range levels() {
		atLevel(l, func() {
			for _, n := range []int{1, 15, 100} {
				row := newNormRow(r, n, 0)
				mean, rstd := LayerNorm(row.y, row.x, row.w, row.b, normEps)
				LayerNormGrad(row.dx, row.dw, row.db, row.x, row.w, row.dy, row.scratch, mean, rstd)
				dx, dw, db := clone(row.dy), clone(row.r), clone(row.r)
				LayerNormGrad(dx, nil, nil, row.x, row.w, dx, row.scratch, mean, rstd) // over dy
				LayerNormGrad(nil, dw, nil, row.x, row.w, row.dy, row.scratch, mean, rstd)
				LayerNormGrad(nil, nil, db, row.x, row.w, row.dy, row.scratch, mean, rstd)
				require.InDeltaSlice(t, row.dx, dx, 1e-5)
				require.InDeltaSlice(t, row.dw, dw, 1e-5)
				require.Equal(t, clone(row.db), db)
			}
		})
	}
}

// A constant row without eps is NaN, and an infinity makes NaN of its row.
func TestNormsOfOddRows(t *testing.T) {
	for _, l := range levels() {
		atLevel(l, func() {
			for n := 1; n < 70; n++ {
				x, w, y := make([]float32, n), make([]float32, n), make([]float32, n)
				Fill(w, 1)
				LayerNorm(y, x, w, w, 0)
				require.True(t, math.IsNaN(float64(y[n-1])))
				x[n/2] = float32(math.Inf(1))
				LayerNorm(y, x, w, w, 0)
				require.True(t, math.IsNaN(float64(y[n-1])))
				RMSNorm(y, x, w, 0)
				require.True(t, math.IsNaN(float64(y[n/2])))
			}
		})
	}
}

// near is require.InDelta, which is slow where all is well.
func near(t *testing.T, want float64, got float32, tolerance float64) {
	if !(math.Abs(want-float64(got)) <= tolerance) {
		t.Helper()
		require.InDelta(t, want, float64(got), tolerance)
	}
}
