package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/optimizers"
)

func TestSchedulesEqualOracle(t *testing.T) {
	var o oracle
	load(t, "optimizers.json", &o)
	ours := map[string]optimizers.Schedule{
		"constant(4)":      optimizers.Constant(4),
		"linear(4,10)":     optimizers.Linear(4, 10, 0),
		"linear(0,10)":     optimizers.Linear(0, 10, 0),
		"cosine(4,20,0.1)": optimizers.Cosine(4, 20, 0.1),
		"cosine(0,20,0)":   optimizers.Cosine(0, 20, 0),
		"noam(64,4)":       optimizers.Noam(64, 4),
	}
	require.Len(t, o.Schedules, len(ours))
	for name, want := range o.Schedules {
		for step, f := range want {
			require.InDelta(t, f, ours[name](step), 1e-12, "%s, step %d", name, step)
		}
	}
}

// CosineAnnealingLR(T_max=20, eta_min=1e-4) from 0.1, a turn and a half.
func TestCosineCycleEqualsPyTorch(t *testing.T) {
	var given struct {
		Schedulers []struct {
			Name string
			LR   []float64
		}
	}
	load(t, "torch_optim_vectors.json", &given)
	require.Equal(t, "cosine_T20", given.Schedulers[0].Name)
	rates := given.Schedulers[0].LR
	require.Len(t, rates, 31)
	for step, want := range rates {
		require.InDelta(t, want, 0.1*optimizers.CosineCycle(20, 1e-3)(step), 1e-12, "step %d", step)
		if step <= 20 {
			require.InDelta(t, want, 0.1*optimizers.Cosine(0, 20, 1e-3)(step), 1e-12, "step %d", step)
		}
	}
}

func TestSchedulesHoldTheirFloor(t *testing.T) {
	for _, step := range []int{100, 101, 1 << 40} {
		require.Equal(t, 0.25, optimizers.Linear(10, 100, 0.25)(step))
		require.InDelta(t, 0.25, optimizers.Cosine(10, 100, 0.25)(step), 1e-15)
		require.Equal(t, 1.0, optimizers.Constant(10)(step))
	}
	// No room between warmup and total: down at once.
	require.Equal(t, 0.0, optimizers.Linear(10, 5, 0)(10))
	require.InDelta(t, 0.0, optimizers.Cosine(10, 10, 0)(10), 1e-15)
}
