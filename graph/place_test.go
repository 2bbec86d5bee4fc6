package graph

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// randomSlots live at random times, with random sizes.
func randomSlots(r *rand.Rand, n, steps int) []*slot {
	slots := make([]*slot, n)
	for i := range slots {
		s := newSlot(nil, ops.Type{Dtype: tensor.Float32, Shape: []int{1 + r.IntN(1<<r.IntN(12))}})
		s.def = r.IntN(steps+1) - 1
		s.last = s.def + r.IntN(steps-s.def+1)
		slots[i] = s
	}
	return slots
}

func TestPlacedMemoryNeverOverlaps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 30 {
		steps := 1 + r.IntN(60)
		slots := largestFirst(randomSlots(r, 120, steps), (*slot).bytes)
		height := onSkyline(slots, steps)
		require.GreaterOrEqual(t, height, mostLive(slots, steps))
		for i, a := range slots {
			require.Zero(t, a.at%align)
			require.LessOrEqual(t, a.at+a.bytes(), height)
			for _, b := range slots[:i] {
				together := a.def <= b.last && b.def <= a.last
				overlap := a.at < b.at+b.bytes() && b.at < a.at+a.bytes()
				require.False(t, together && overlap, "round %d: %v and %v", round, a, b)
			}
		}
	}
}

// A tree that counts its visits: placing is O(n·log n), not O(n²).
func TestPlacingGrowsAsNLogN(t *testing.T) {
	visits := func(n int) int {
		r := rand.New(rand.NewPCG(1, 2))
		slots := randomSlots(r, n, n)
		sky := newSkyline(n + 2)
		for _, s := range slots {
			s.at = sky.highest(s.def+1, s.last+1)
			sky.raise(s.def+1, s.last+1, s.at+s.bytes())
		}
		return sky.visits
	}
	small, large := visits(1000), visits(16000)
	require.Less(t, large, 16*2*small, "16 times as many pieces: %d visits became %d", small, large)
}

// The arena is close to the lower bound, in training and in evaluation.
func TestArenaIsNearTheLowerBound(t *testing.T) {
	for _, training := range []bool{false, true} {
		g := New(nil)
		s := g.Scope()
		x := s.Input("x", 64, 32)
		for i := range 12 {
			in := s.In(i)
			h := x.LayerNorm(nil, nil, 1e-5).Linear(in.Param("up", nil, 128, 32), nil).GELU()
			x = x.Add(h.Linear(in.Param("down", nil, 32, 128), nil))
		}
		loss := x.Square().Mean()
		g.Minimize(loss, nil)
		m, err := g.Compile(Options{Training: training}, loss)
		require.NoError(t, err)
		require.LessOrEqual(t, float64(m.Bytes()), 1.1*float64(m.Live()), "training %v", training)
	}
}
