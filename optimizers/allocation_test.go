package optimizers_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// A steady step allocates nothing, whatever the chain.
func TestStepsAllocateNothing(t *testing.T) {
	team := kernel.NewTeam(2)
	defer team.Close()
	for name, o := range cases() {
		for _, fused := range []bool{true, false} {
			o.(chain).SetTeam(team)
			if !fused {
				o.(chain).Unfused()
			}
			store, g := model(t, tensor.Float32, shapes)
			g.draw(1)
			step := func() {
				if err := o.Update(store, g); err != nil {
					t.Fatal(err)
				}
			}
			for range 20 {
				step()
			}
			require.Zero(t, fewest(5, func() {
				for range 100 {
					step()
				}
			}), "%s: allocations in 100 steps", name)
		}
	}
}

// fewest allocations of f in several rounds: a worker that joins late may make
// its scratch memory in the first.
func fewest(rounds int, f func()) uint64 {
	least := ^uint64(0)
	for range rounds {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		if least = min(least, after.Mallocs-before.Mallocs); least == 0 {
			break
		}
	}
	return least
}
