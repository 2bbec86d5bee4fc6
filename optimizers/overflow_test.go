package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
)

// A finite gradient that would make the state infinite is refused as NaN is.
func TestGradientsTooLarge(t *testing.T) {
	type chained interface {
		optimizers.Optimizer
		Before(...optimizers.Transform)
	}
	before := func(o chained, links ...optimizers.Transform) optimizers.Optimizer { o.Before(links...); return o }
	accumulate := optimizers.NewAccumulate
	square := `update: gradient "w"[1] is 3e+38: its square overflows float32: want finite numbers, clip gradients; nothing was changed`
	sum := `update: gradient "w"[1] is 3e+38: a sum of such overflows float32: want finite numbers, clip gradients; nothing was changed`
	for name, c := range map[string]struct {
		o    optimizers.Optimizer
		want string
	}{
		"adam":                {optimizers.NewAdam(0.1), square},
		"adamw":               {optimizers.NewAdamW(0.1), square},
		"accumulated":         {before(optimizers.NewAdamW(0.1), accumulate(2)), square},
		"sgd, accumulated":    {before(optimizers.NewSGD(0), accumulate(2), byNorm(1)), sum},
		"clipped too late":    {optimizers.NewChain(optimizers.NewMoments(), byNorm(1), optimizers.NewDescent(1)), square},
		"clipped too high":    {before(optimizers.NewAdam(0.1), byNorm(1e30)), square},
		"sgd":                 {optimizers.NewSGD(1e-38), ""},
		"clipped by norm":     {before(optimizers.NewAdam(0.1), byNorm(1)), ""},
		"clipped by value":    {before(optimizers.NewAdam(0.1), byValue(1), accumulate(2)), ""},
		"a link of one's own": {before(optimizers.NewAdam(0.1), tiny{}), ""},
	} {
		store, g := model(t, tensor.Float32, map[string][]int{"w": {3}})
		g.dense[0] = dense(tensor.Float32, []int{3}, 1, 3e38, -3e38)
		start := all(t, store)
		for range 2 {
			err := c.o.Update(store, g)
			if c.want == "" {
				require.NoError(t, err, name)
				continue
			}
			require.EqualError(t, err, c.want, name)
			require.ErrorIs(t, err, optimizers.ErrNotFinite)
			require.Equal(t, start, all(t, store), name)
		}
		for _, w := range read(t, store, "w") {
			require.InDelta(t, 0, w, 10, name)
		}
	}
}

// What is just not too large keeps its element moving.
func TestLargestGradients(t *testing.T) {
	for dt, largest := range map[tensor.Dtype]float64{tensor.Float32: 1.82e19, tensor.Float64: 1.32e154} {
		store, g := model(t, dt, map[string][]int{"w": {1}})
		o := optimizers.NewAdam(0.5)
		g.dense[0] = dense(dt, []int{1}, largest)
		for range 20 {
			start := read(t, store, "w")[0]
			require.NoError(t, o.Update(store, g))
			require.InDelta(t, start-0.5, read(t, store, "w")[0], 1e-4)
		}
		g.dense[0] = dense(dt, []int{1}, 1.02*largest)
		require.ErrorContains(t, o.Update(store, g), "its square overflows "+dt.String())
	}
}

// tiny is a link that the package does not know.
type tiny struct{}

func (tiny) Slots() []string { return nil }
func (tiny) Begin(int) error { return nil }
func (tiny) Apply(p *optimizers.Piece) {
	for i := range p.Update.F32 {
		p.Update.F32[i] *= 1e-30
	}
}
