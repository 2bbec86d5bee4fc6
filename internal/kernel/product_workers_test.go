package kernel

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// shared computes p on a team, some tiles at a time.
func shared(t *Team, p *Product[float32], grain int) {
	t.For(p.Tiles(), grain, func(w *Worker, lo, hi int) {
		for i := lo; i < hi; i++ {
			p.Tile(w, i)
		}
	})
}

func TestProductIsTheSameForAllTeams(t *testing.T) {
	shapes := append([]shape{{200, 300, 150, false, true}, {900, 700, 40, true, false}, {1, 4000, 300, false, true}, {2, 4000, 300, false, false}}, forms...)
	for _, l := range levels() {
		for _, s := range shapes {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			p.Alpha, p.Beta = 1, 0
			atLevel(l, func() {
				p.Serial(new(Worker))
				want := append([]float32{}, p.C...)
				for _, workers := range []int{1, 2, 3, 8, 64} {
					team := NewTeam(workers)
					for _, grain := range []int{1, 3} {
						shared(team, p, grain)
						sameBits(t, want, p.C)
					}
					team.Close()
				}
			})
		}
	}
}

// sameBits lets NaN equal itself.
func sameBits(t *testing.T, want, got []float32) {
	t.Helper()
	for i, w := range want {
		if w != got[i] && (w == w || got[i] == got[i]) {
			require.Equal(t, w, got[i], "at %d", i)
		}
	}
}

// How rows lie in memory decides what is packed, not what is summed.
func TestProductBitsDoNotDependOnStrides(t *testing.T) {
	for _, l := range levels() {
		for _, s := range []shape{{100, 200, 700, false, false}, {100, 200, 700, true, false}, {20, 40, 300, false, true}} {
			var want []float32
			for _, extra := range []int{0, 1, 1024} {
				p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
				p.Alpha, p.Beta, p.Bias = 1, 0, nil
				rows, columns := turned(s.m, s.k, s.transA)
				p.A, p.LDA = spread(rand.New(rand.NewPCG(3, 4)), rows, columns, columns+extra)
				rows, columns = turned(s.k, s.n, s.transB)
				p.B, p.LDB = spread(rand.New(rand.NewPCG(5, 6)), rows, columns, ceil(columns, 1024)*1024+extra)
				p.C, p.LDC = make([]float32, s.m*s.n), s.n
				atLevel(l, func() { p.Serial(new(Worker)) })
				if want == nil {
					want = p.C
				}
				require.Equal(t, want, p.C, "%v %v", l, s)
			}
		}
	}
}

// spread is a random matrix with rows that far apart.
func spread(r *rand.Rand, rows, columns, ld int) ([]float32, int) {
	x := make([]float32, rows*ld)
	for i := range rows {
		copy(x[i*ld:], random[float32](r, columns))
	}
	return x, ld
}

// What a worker packed in one job is not used in the next, nor after Serial.
func TestProductSeesChangedOperands(t *testing.T) {
	team := NewTeam(1)
	defer team.Close()
	for _, l := range levels() {
		s := shape{40, 700, 40, false, false}
		p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
		p.Alpha, p.Beta, p.Bias = 1, 0, nil
		w := new(Worker)
		atLevel(l, func() {
			for range 3 {
				copy(p.A, random[float32](rand.New(rand.NewPCG(rand.Uint64(), 2)), len(p.A)))
				want, bound := summed(p, 0, 0)
				shared(team, p, 1)
				require.InDelta(t, want, p.C[0], 1e-5*bound)
				copy(p.A, random[float32](rand.New(rand.NewPCG(rand.Uint64(), 2)), len(p.A)))
				want, bound = summed(p, 0, 0)
				p.Serial(w)
				require.InDelta(t, want, p.C[0], 1e-5*bound)
			}
		})
	}
}

// One run is enough for every worker to have the memory that any of them needs,
// whoever gets which tile later.
func TestProductAllocatesNothing(t *testing.T) {
	team := NewTeam(3)
	defer team.Close()
	for _, l := range levels() {
		atLevel(l, func() {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), shape{128, 700, 300, false, true})
			p.Alpha = 1
			body := func(w *Worker, lo, hi int) {
				q := *p // stays on the stack
				q.Tile(w, lo)
			}
			team.For(p.Tiles(), 1, body)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for range 50 {
				team.For(p.Tiles(), 1, body)
			}
			runtime.ReadMemStats(&after)
			require.Less(t, after.Mallocs-before.Mallocs, uint64(20), "%v: 50 products", l)
		})
	}
}
