package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is packed first, by however many workers and into whatever room, changes
// no bit, nor does how many rows there are.
func TestPackedFirst(t *testing.T) {
	var room Room
	for _, s := range []shape{
		{1400, 40, 33, false, true}, {1400, 33, 40, false, false}, {1400, 33, 40, true, false}, {170, 33, 4500, false, false},
	} {
		eachUnit(func(level string) {
			p := randomProduct[float32](rand.New(rand.NewPCG(1, 2)), s)
			p.Alpha, p.Beta, p.Bias, p.Precision = 1, 0, nil, BF16
			p.Serial(new(Worker))
			want := append([]float32{}, p.C...)
			for _, workers := range []int{1, 2, 8} {
				q, again := *p, *p
				q.C, again.C = make([]float32, len(p.C)), make([]float32, len(p.C))
				var first First
				first.Add(&room, &q)
				first.Add(&room, &again)
				require.NotNil(t, again.Packed, "%s %v", level, s)
				clear(room.words)
				first.Begin()
				team := NewTeam(workers)
				team.For(first.Pieces(), 1, func(w *Worker, lo, hi int) {
					for i := lo; i < hi; i++ {
						first.Piece(w, i)
					}
				})
				shared(team, &q, 1)
				shared(team, &again, 1)
				team.Close()
				for i := range s.m {
					sameBits(t, want[i*p.LDC:][:p.N], q.C[i*p.LDC:][:p.N])
					sameBits(t, want[i*p.LDC:][:p.N], again.C[i*p.LDC:][:p.N])
				}
			}
			last := *p // a row of C alone
			last.M, last.C = 1, make([]float32, len(p.C))
			last.Serial(new(Worker))
			sameBits(t, want[:p.N], last.C[:p.N])
		})
	}
}

// Products that gain nothing by it, or whose B would take too much room, are
// left as they are.
func TestPackedFirstIsWorthIt(t *testing.T) {
	for _, p := range []Product[float32]{
		{M: 100, N: 100, K: 100, Alpha: 1, Precision: BF16},
		{M: 2000, N: 200, K: 200, Alpha: 1},
		{M: 2000, N: 200, K: 200, Alpha: 0, Precision: BF16},
		{M: 2000, N: 200, K: 200, Alpha: 1, Precision: Int8},
		{M: 2000, N: 20000, K: 2000, Alpha: 1, Precision: BF16},
		{M: 2000, N: 200, K: 200, Alpha: 1, Precision: BF16, Packed: new(Packed)},
	} {
		var first First
		before := p.Packed
		first.Add(new(Room), &p)
		require.Zero(t, first.Pieces())
		require.Equal(t, before, p.Packed)
	}
}

// Every row and column is in one tile, and a product's tiles are not few.
func TestNarrowTilesCoverEverything(t *testing.T) {
	eachUnit(func(level string) {
		for _, s := range []shape{
			{512, 40, 64, false, true}, {1023, 700, 100, false, true}, {5000, 20000, 64, false, true},
			{307, 256, 30522, false, false}, {1024, 256, 8000, false, false}, {60, 2000, 5000, false, false}, {3, 2000, 9000, false, false},
		} {
			p := Product[float32]{M: s.m, N: s.n, K: s.k, Alpha: 1, Precision: BF16}
			for _, packed := range []*Packed{nil, planPacked(BF16, s.k, s.n)} {
				p.Packed = packed
				g, seen := p.tiling(), 0
				for i := range g.tiles() {
					b := g.block(i)
					require.Positive(t, b.rows*b.columns, "%s %v tile %d of %v", level, s, i, g)
					require.LessOrEqual(t, b.i+b.rows, s.m)
					require.LessOrEqual(t, b.j+b.columns, s.n)
					seen += b.rows * b.columns
				}
				require.Equal(t, s.m*s.n, seen, "%s %v of %v", level, s, g)
			}
		}
	})
}
