package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/optimizers"
)

// chain is what tests do to a named optimizer beside using it.
type chain interface {
	optimizers.Optimizer
	Unfused()
	SetTeam(*kernel.Team)
}

func train(t testing.TB, o optimizers.Optimizer, dt tensor.Dtype, steps int) map[string][]float64 {
	store, g := model(t, dt, shapes)
	for i := range steps {
		g.draw(uint64(i))
		require.NoError(t, o.Update(store, g))
	}
	return all(t, store)
}

// One loop for a chain's end equals its links one after another.
func TestFusedEqualsLinkByLink(t *testing.T) {
	for name := range cases() {
		for _, dt := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
			apart := cases()[name].(chain)
			apart.Unfused()
			want, got := train(t, apart, dt, 6), train(t, cases()[name], dt, 6)
			for path := range want {
				near(t, want[path], got[path], 2e-6, "%s %v %s", name, dt, path)
			}
		}
	}
}

func TestSameBitsForAnyNumberOfWorkers(t *testing.T) {
	teams := []int{1, 2, 3, 8, 64}
	if underRace {
		teams = []int{1, 3}
	}
	for name := range cases() {
		for _, fused := range []bool{true, false} {
			var want map[string][]float64
			for _, workers := range teams {
				team := kernel.NewTeam(workers)
				o := cases()[name].(chain)
				o.SetTeam(team)
				if !fused {
					o.Unfused()
				}
				got := train(t, o, tensor.Float32, 3)
				team.Close()
				if want == nil {
					want = got
				}
				same(t, want, got, "%s with %d workers", name, workers)
			}
		}
	}
}

func TestFrozenStaysAndTakesNoPart(t *testing.T) {
	store, g := model(t, tensor.Float32, map[string][]int{"a": {2}, "b": {2}})
	before := read(t, store, "a")
	clip := optimizers.NewClipNorm(1)
	o := optimizers.NewAdamW(0.1)
	o.Frozen = optimizers.Paths("a")
	o.Before(clip)
	g.dense[0], g.dense[1] = dense(tensor.Float32, []int{2}, nan, 7), dense(tensor.Float32, []int{2}, 3, -4)
	require.NoError(t, o.Update(store, g)) // a frozen gradient may be anything
	require.Equal(t, before, read(t, store, "a"))
	require.Equal(t, 5.0, clip.Norm())
	require.Equal(t, 5.0, o.GradientNorm())

	o.Frozen = nil // its moments begin now
	g.dense[0] = dense(tensor.Float32, []int{2}, 1, -1)
	o.WeightDecay = 0
	require.NoError(t, o.Update(store, g))
	near(t, []float64{before[0] - 0.1, before[1] + 0.1}, read(t, store, "a"), 1e-6)
}

func TestNormOfUpdatesAndOverflow(t *testing.T) {
	store, g := model(t, tensor.Float64, map[string][]int{"a": {2}})
	start := read(t, store, "a")
	clip := optimizers.NewClipNorm(1)
	o := optimizers.NewChain(optimizers.NewVelocity(0.5), clip, optimizers.NewDescent(1))
	g.dense[0] = dense(tensor.Float64, []int{2}, 3, 4)
	require.NoError(t, o.Update(store, g))
	require.NoError(t, o.Update(store, g)) // the velocity is 1.5·g
	require.Equal(t, 7.5, clip.Norm())
	require.Equal(t, 5.0, o.GradientNorm())
	near(t, []float64{start[0] - 1.2, start[1] - 1.6}, read(t, store, "a"), 1e-6)

	huge := optimizers.NewSGD(1)
	huge.Before(clip)
	start = read(t, store, "a")
	g.dense[0] = dense(tensor.Float64, []int{2}, 3e200, 4e200)
	require.NoError(t, huge.Update(store, g))
	require.InEpsilon(t, 5e200, clip.Norm(), 1e-15)
	near(t, []float64{start[0] - 0.6, start[1] - 0.8}, read(t, store, "a"), 1e-6)
}

func TestAccumulateSeesEveryGradient(t *testing.T) {
	store, g := model(t, tensor.Float64, map[string][]int{"a": {1}, "b": {1}})
	a, b := read(t, store, "a")[0], read(t, store, "b")[0]
	e, _ := store.Entry("a")
	sum := optimizers.NewAccumulate(3)
	o := optimizers.NewSGD(1)
	o.Before(optimizers.NewClipValue(4), sum)
	for i, x := range []float64{1, 9, 4} {
		require.Equal(t, i, sum.Count())
		require.Equal(t, uint64(0), e.Version(), "nobody need look at the parameters again")
		g.dense[0], g.dense[1] = dense(tensor.Float64, []int{1}, x), dense(tensor.Float64, []int{1}, -x)
		require.NoError(t, o.Update(store, g))
	}
	require.Equal(t, 1, o.Steps())
	require.Equal(t, 0, sum.Count())
	near(t, []float64{a - 3, b + 3}, append(read(t, store, "a"), read(t, store, "b")...), 1e-12)

	// A parameter that misses the beginning of a cycle has nothing of the last.
	o.Frozen = optimizers.Paths("a")
	require.NoError(t, o.Update(store, g))
	o.Frozen = nil
	require.NoError(t, o.Update(store, g))
	require.NoError(t, o.Update(store, g))
	near(t, []float64{a - 3 - 8.0/3, b + 3 + 4}, append(read(t, store, "a"), read(t, store, "b")...), 1e-12)
}

// Memory may move, and parameters may come and go.
func TestGradientsMayMove(t *testing.T) {
	o, fixed := optimizers.NewAdamW(0.1), optimizers.NewAdamW(0.1)
	store, g := model(t, tensor.Float32, shapes)
	other, h := model(t, tensor.Float32, shapes)
	for i := range 4 {
		g.draw(uint64(i))
		h.draw(uint64(i))
		for j, d := range h.dense {
			h.dense[j] = d.Clone().(*tensor.Dense)
		}
		require.NoError(t, o.Update(store, g))
		require.NoError(t, fixed.Update(other, h))
	}
	require.Equal(t, all(t, store), all(t, other))
	part := (&gradients{}).add(g.paths[1], g.dense[1])
	before := all(t, store)
	require.NoError(t, o.Update(store, part))
	after := all(t, store)
	require.NotEqual(t, before[g.paths[1]], after[g.paths[1]])
	before[g.paths[1]] = after[g.paths[1]]
	require.Equal(t, before, after)
}

func TestEdgeShapes(t *testing.T) {
	store, g := model(t, tensor.Float32, map[string][]int{"scalar": {}, "one": {1, 1, 1}, "unit": {16384}, "more": {16385}})
	_, err := store.Declare("none", tensor.Float32, nil, 0, 3)
	require.NoError(t, err)
	before := all(t, store)
	g.draw(1)
	g.add("none", nil)
	require.NoError(t, optimizers.NewAdam(0.1).Update(store, g))
	for i, path := range g.paths[:4] {
		for j, w := range read(t, store, path) {
			x := float64(g.dense[i].Float32s()[j])
			require.InDelta(t, before[path][j]-0.1*sign(x), w, 1e-4, "%s[%d]", path, j)
		}
	}
}

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

// A float32 and a float64 parameter side by side.
func TestMixedPrecisions(t *testing.T) {
	store, g := model(t, tensor.Float32, map[string][]int{"a": {3}})
	_, err := store.Declare("b", tensor.Float64, nil, 3)
	require.NoError(t, err)
	g.dense[0] = dense(tensor.Float32, []int{3}, 1, 2, 3)
	g.add("b", dense(tensor.Float64, []int{3}, 1, 2, 3))
	a := read(t, store, "a")
	o := optimizers.NewSGD(1)
	o.Before(optimizers.NewClipValue(2))
	require.NoError(t, o.Update(store, g))
	near(t, []float64{a[0] - 1, a[1] - 2, a[2] - 2}, read(t, store, "a"), 1e-6)
	require.Equal(t, []float64{-1, -2, -2}, read(t, store, "b"))
}
