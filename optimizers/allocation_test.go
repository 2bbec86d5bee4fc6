package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/internal/mallocs"
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
			require.Less(t, mallocs.Fewest(100, step), uint64(10), "%s: allocations in 100 steps: one of ours would be in each", name)
		}
	}
}
