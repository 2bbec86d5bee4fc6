package optimizers_test

import (
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// A steady step allocates nothing, whatever the chain.
func TestStepsAllocateNothing(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	team := kernel.NewTeam(2)
	defer team.Close()
	for name, o := range cases() {
		for _, fused := range []bool{true, false} {
			o.(chain).SetTeam(team)
			if !fused {
				o.(chain).Unfused()
			}
			store, g := model(t, tensor.Float32, map[string][]int{"a.weight": {128, 129}, "a.bias": {129}}) // three units
			g.draw(1)
			step := func() {
				if err := o.Update(store, g); err != nil {
					t.Fatal(err)
				}
			}
			for range 20 {
				step()
			}
			require.Less(t, fewestMallocs(100, step), uint64(10), "%s: allocations in 100 steps: one of ours would be in each", name)
		}
	}
}

// fewestMallocs is how often n calls of f allocate, in the best of a few rounds:
// that Go itself now and then wants memory to park or to start a thread, and
// after collecting garbage, is not f's doing; nor is the scratch memory of a
// worker that joins late.
func fewestMallocs(n int, f func()) uint64 {
	fewest := uint64(math.MaxUint64)
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range n {
			f()
		}
		runtime.ReadMemStats(&after)
		if fewest = min(fewest, after.Mallocs-before.Mallocs); fewest == 0 {
			break
		}
	}
	return fewest
}
