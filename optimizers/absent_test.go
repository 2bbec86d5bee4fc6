package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// ones are a store with parameters of one element, 1 each, and their gradients,
// which are 1 too.
func ones(t testing.TB, paths ...string) (*weights.Store, *gradients) {
	store, g := weights.New(0), &gradients{}
	for _, path := range paths {
		_, err := store.Declare(path, tensor.Float32, weights.Constant(1), 1)
		require.NoError(t, err)
		g.add(path, dense(tensor.Float32, []int{1}, 1))
	}
	return store, g
}

// only is the gradient of one of the parameters.
func (g *gradients) only(i int) *gradients {
	return (&gradients{}).add(g.paths[i], g.dense[i])
}

// A gradient counts though its parameter has none in the micro-batch that acts.
func TestAccumulateKeepsWhatIsAbsentLater(t *testing.T) {
	for name, fused := range map[string]bool{"one loop": true, "link by link": false} {
		store, g := ones(t, "a", "b")
		clip := optimizers.NewClipNorm(100)
		o := optimizers.NewSGD(1)
		o.Before(clip, optimizers.NewAccumulate(2), optimizers.NewClipNorm(100))
		if !fused {
			o.Unfused()
		}
		require.NoError(t, o.Update(store, g))
		require.NoError(t, o.Update(store, g.only(1)))
		near(t, []float64{0.5, 0}, append(read(t, store, "a"), read(t, store, "b")...), 1e-6, name)
		require.Equal(t, 1.0, clip.Norm(), "that of the gradient that is there")

		// The next cycle has nothing of this one.
		require.NoError(t, o.Update(store, g.only(1)))
		require.NoError(t, o.Update(store, g.only(1)))
		near(t, []float64{0.5, -1}, append(read(t, store, "a"), read(t, store, "b")...), 1e-6, name)
	}
}

// What is absent takes the step that it would take with a gradient of zero.
func TestAbsentIsZero(t *testing.T) {
	made := func() *optimizers.AdamW {
		o := optimizers.NewAdamW(0.1)
		o.Before(optimizers.NewAccumulate(2), optimizers.NewClipNorm(1))
		return o
	}
	store, g := model(t, tensor.Float32, shapes)
	other, h := model(t, tensor.Float32, shapes)
	o, control := made(), made()
	for step := range uint64(4) {
		g.draw(step)
		h.draw(step)
		now := g
		if step%2 == 1 {
			clear(h.dense[1].Float32s())
			now = (&gradients{}).add(g.paths[3], g.dense[3]).add(g.paths[0], g.dense[0])
			clear(h.dense[2].Float32s())
		}
		require.NoError(t, o.Update(store, now))
		require.NoError(t, control.Update(other, h))
	}
	for path, want := range all(t, other) {
		near(t, want, read(t, store, path), 1e-6, path)
	}
}

func TestAbsentAndFrozenStays(t *testing.T) {
	store, g := ones(t, "a", "b")
	o := optimizers.NewSGD(1)
	o.Before(optimizers.NewAccumulate(2))
	require.NoError(t, o.Update(store, g))
	o.Frozen = optimizers.Paths("a")
	require.NoError(t, o.Update(store, g.only(1)))
	require.Equal(t, []float64{1}, read(t, store, "a"))
}

// A resumed run knows which sums are of its cycle.
func TestAbsentAfterResume(t *testing.T) {
	made := func() *optimizers.AdamW {
		o := optimizers.NewAdamW(0.1)
		o.WeightDecay = 0.5
		o.Before(optimizers.NewAccumulate(2))
		return o
	}
	for cut := range 4 { // a: in the first cycle the first time, in the second never
		store, g := ones(t, "a", "b")
		other, _ := ones(t, "a", "b")
		o, whole := made(), made()
		for i, now := range []*gradients{g, g.only(1), g.only(1), g.only(1)} {
			if i == cut {
				o = reload(t, o, made()).(*optimizers.AdamW)
			}
			require.NoError(t, o.Update(store, now))
			require.NoError(t, whole.Update(other, now))
		}
		require.Equal(t, all(t, other), all(t, store), "resumed at %d", cut)
	}
}

func TestAbsentCannotBeFound(t *testing.T) {
	store, g := ones(t, "a", "b")
	o := optimizers.NewSGD(1)
	o.Before(optimizers.NewAccumulate(2))
	require.NoError(t, o.Update(store, g))
	other, h := ones(t, "b")
	require.EqualError(t, o.Update(other, h),
		`update: "a" has a gradient in an earlier micro-batch, none in this, which acts, and the store has no such parameter`)
	require.NoError(t, o.Update(store, g), "nothing was lost")
	near(t, []float64{0, 0}, append(read(t, store, "a"), read(t, store, "b")...), 1e-6)

	o = optimizers.NewSGD(1)
	o.Before(optimizers.NewAccumulate(2))
	values := gorgonia.NodesToValueGrads(solverNodes(t))
	require.NoError(t, o.Step(values))
	require.EqualError(t, o.Step(values[1:]),
		`step: "a" has a gradient in an earlier micro-batch, none in this, which acts, and no value is given for it`)
}

// solverNodes are a and b of Gorgonia, with gradients.
func solverNodes(t testing.TB) gorgonia.Nodes {
	g := gorgonia.NewGraph()
	var nodes gorgonia.Nodes
	for _, name := range []string{"a", "b"} {
		nodes = append(nodes, gorgonia.NewVector(g, tensor.Float32, gorgonia.WithName(name),
			gorgonia.WithShape(1), gorgonia.WithInit(gorgonia.Ones())))
	}
	cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.HadamardProd(nodes[0], nodes[1]))))
	_, err := gorgonia.Grad(cost, nodes...)
	require.NoError(t, err)
	vm := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(nodes...))
	defer vm.Close()
	require.NoError(t, vm.RunAll())
	return nodes
}
