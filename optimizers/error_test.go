package optimizers_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

var nan, inf = math.NaN(), math.Inf(1)

// Each bad gradient is named, and nothing has changed, in parameters or state.
func TestBadGradientsChangeNothing(t *testing.T) {
	f32, f64 := tensor.Float32, tensor.Float64
	six := []float64{1, 2, 3, 4, 5, 6}
	turned := dense(f32, []int{3, 2}, six...)
	require.NoError(t, turned.T())
	for want, bad := range map[string]*tensor.Dense{
		`update: gradient "b"[1, 2] is NaN: want finite numbers; nothing was changed`:  dense(f32, []int{2, 3}, 0, 0, 0, 0, 0, nan),
		`update: gradient "b"[0, 1] is +Inf: want finite numbers; nothing was changed`: dense(f32, []int{2, 3}, 0, inf, 0, 0, nan, 0),
		`update: gradient "b" [3, 2]: the parameter is [2, 3]`:                         dense(f32, []int{3, 2}, six...),
		`update: gradient "b" [6]: the parameter is [2, 3]`:                            dense(f32, []int{6}, six...),
		`update: gradient "b": it is float64, the parameter float32`:                   dense(f64, []int{2, 3}, six...),
		`update: gradient "b": it is int, want float32 or float64`:                     tensor.New(tensor.Of(tensor.Int), tensor.WithShape(2, 3)),
		`update: gradient "b": it is nil, want [2, 3]`:                                 nil,
		`update: gradient "b": it is a view: want row-major memory without gaps`:       turned,
	} {
		for _, o := range []optimizers.Optimizer{optimizers.NewAdamW(0.1), adamW(func(o *optimizers.AdamW) { o.Before(optimizers.NewAccumulate(2)) })} {
			store, g := model(t, f32, map[string][]int{"a": {3}, "b": {2, 3}})
			good, control := g.dense[1], cloneOf(o)
			g.draw(1)
			before := all(t, store)
			g.dense[1] = bad
			require.EqualError(t, o.Update(store, g), want)
			require.Equal(t, before, all(t, store))
			require.Zero(t, o.Steps())
			g.dense[1] = good
			other, _ := model(t, f32, map[string][]int{"a": {3}, "b": {2, 3}})
			for range 2 { // as if it had not been
				require.NoError(t, o.Update(store, g))
				require.NoError(t, control.Update(other, g))
			}
			require.Equal(t, all(t, other), all(t, store))
		}
	}
}

func cloneOf(o optimizers.Optimizer) optimizers.Optimizer {
	c := optimizers.NewAdamW(0.1)
	if o.(*optimizers.AdamW).WeightDecay == 0.1 { // the accumulating one
		c = optimizers.NewAdamW(0.05)
		c.WeightDecay = 0.1
		c.Before(optimizers.NewAccumulate(2))
	}
	return c
}

func TestNotFiniteCanBeTold(t *testing.T) {
	store, g := model(t, tensor.Float64, map[string][]int{"a": {2}})
	g.dense[0] = dense(tensor.Float64, []int{2}, 0, nan)
	require.ErrorIs(t, optimizers.NewSGD(1).Update(store, g), optimizers.ErrNotFinite)
}

func TestMissingParameters(t *testing.T) {
	store, g := model(t, tensor.Float32, map[string][]int{"a": {1}})
	o := optimizers.NewSGD(1)
	require.EqualError(t, o.Update(store, &gradients{}), "update: there are no gradients")
	var none *gradients // a graph.Function's before its first run
	nothing := "update: the store or the gradients are nil: run the machine of a graph with Minimize before"
	require.EqualError(t, o.Update(store, none), nothing)
	require.EqualError(t, o.Update(store, nil), nothing)
	require.EqualError(t, o.Update(nil, g), nothing)

	require.NoError(t, store.Tie("alias", "a"))
	twice := (&gradients{}).add("a", g.dense[0]).add("alias", g.dense[0])
	require.EqualError(t, o.Update(store, twice), `update: two gradients, "a" and "a", of one parameter: want their sum`)
	g.paths[0] = "b"
	require.EqualError(t, o.Update(store, g), `update: gradient "b": the store has no such parameter`)
	require.NoError(t, store.PutBytes("b", weights.F32, make([]byte, 4), 1))
	require.EqualError(t, o.Update(store, g), `update: gradient "b": the parameter was not declared`)
}

func TestSettingsOutOfRange(t *testing.T) {
	type (
		S = optimizers.SGD
		A = optimizers.Adam
	)
	for want, o := range map[string]optimizers.Optimizer{
		"LearningRate is -1: want a finite number, at least 0":               sgd(func(o *S) { o.LearningRate = -1 }),
		"LearningRate is NaN: want a finite number, at least 0":              sgd(func(o *S) { o.LearningRate = nan }),
		"WeightDecay is -0.1: want a finite number, at least 0":              sgd(func(o *S) { o.WeightDecay = -0.1 }),
		"Momentum is 1: want at least 0 and less than 1":                     sgd(func(o *S) { o.Momentum = 1 }),
		"Dampening is -2: want a finite number, at least 0":                  sgd(func(o *S) { o.Dampening = -2 }),
		"Beta1 is 1: want at least 0 and less than 1":                        adam(func(o *A) { o.Beta1 = 1 }),
		"Beta2 is -0.5: want at least 0 and less than 1":                     adam(func(o *A) { o.Beta2 = -0.5 }),
		"Epsilon is +Inf: want a finite number, at least 0":                  adam(func(o *A) { o.Epsilon = inf }),
		"step 0: Schedule is +Inf: want a finite number, at least 0":         sgd(func(o *S) { o.Schedule = optimizers.Noam(0, 1) }),
		`"a": Factor is -1: want a finite number, at least 0`:                sgd(func(o *S) { o.Factor = func(string, []int) float64 { return -1 } }),
		"ClipNorm.Max is 0: want a finite number above 0":                    sgd(func(o *S) { o.Before(byNorm(0)) }),
		"ClipValue.Max is -1: want a finite number above 0":                  sgd(func(o *S) { o.Before(byValue(-1)) }),
		"Accumulate.Every is 0: want at least 1":                             sgd(func(o *S) { o.Before(optimizers.NewAccumulate(0)) }),
		"link 0 is nil":                                                      optimizers.NewChain(nil),
		"the chain has no links: optimizers are made by their New functions": &optimizers.AdamW{},
		"momentum 0.9 and dampening 0.1: Nesterov's wants momentum and no dampening": sgd(func(o *S) {
			o.Momentum, o.Nesterov, o.Dampening = 0.9, true, 0.1
		}),
		`link 1 is Accumulate: want one, and before the links that keep state: here after "exp_avg"`: optimizers.NewChain(
			optimizers.NewMoments(), optimizers.NewAccumulate(2)),
		`link 1 (*optimizers.Velocity): an earlier link has the slot "momentum_buffer" too, and state is kept by name`: optimizers.NewChain(
			optimizers.NewVelocity(0.1), optimizers.NewVelocity(0.2)),
	} {
		store, g := model(t, tensor.Float32, map[string][]int{"a": {1}})
		before := all(t, store)
		require.EqualError(t, o.Update(store, g), "update: "+want)
		require.Equal(t, before, all(t, store))
	}
}

func TestSolverErrors(t *testing.T) {
	o := optimizers.NewSGD(1)
	require.EqualError(t, o.Step(nil), "step: there are no values")
	g := gorgonia.NewGraph()
	w := gorgonia.NewVector(g, tensor.Float32, gorgonia.WithName("w"), gorgonia.WithShape(2))
	require.EqualError(t, o.Step([]gorgonia.ValueGrad{w}), "step: value 0 is nil")
	require.NoError(t, gorgonia.Let(w, dense(tensor.Float32, []int{2}, 1, 2)))
	require.ErrorContains(t, o.Step([]gorgonia.ValueGrad{w}), `step: "w": No Gradient node/value found`)
	n := gorgonia.NewMatrix(g, tensor.Int, gorgonia.WithName("n"), gorgonia.WithShape(1, 2), gorgonia.WithValue(tensor.New(tensor.WithShape(1, 2), tensor.WithBacking([]int{1, 2}))))
	require.EqualError(t, o.Step([]gorgonia.ValueGrad{n}), `step: "n": it is int, want float32 or float64`)
}
