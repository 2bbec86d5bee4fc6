package optimizers_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

func load(t testing.TB, name string, into any) {
	raw, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, into))
}

// The vectors that were given: PyTorch's weights after each of ten steps on
// mean((A·w - 1)²), in float32.
func TestEqualsPyTorch(t *testing.T) {
	type floats struct{ Data []float64 }
	var given struct {
		Problem struct {
			W0 floats
			A  floats
		}
		Optimisers []struct {
			Name  string
			After [][]float64 `json:"weights_after_each_step"`
		}
	}
	load(t, "torch_optim_vectors.json", &given)
	after := map[string][][]float64{}
	for _, o := range given.Optimisers {
		after[o.Name] = o.After
	}
	momentum := optimizers.NewSGD(0.05)
	momentum.Momentum = 0.9
	l2 := optimizers.NewAdam(0.05)
	l2.WeightDecay = 0.1
	adamW := optimizers.NewAdamW(0.05)
	adamW.WeightDecay, adamW.Beta2, adamW.Epsilon = 0.1, 0.98, 1e-9
	for name, o := range map[string]optimizers.Optimizer{
		"sgd": optimizers.NewSGD(0.05), "sgd_mom": momentum, "adam": optimizers.NewAdam(0.05), "adam_l2": l2, "adamw": adamW,
	} {
		require.Len(t, after[name], 10, name)
		store := weights.New(0)
		w, err := store.Declare("w", tensor.Float32, nil, 6)
		require.NoError(t, err)
		require.NoError(t, store.Set("w", dense(tensor.Float32, []int{6}, given.Problem.W0.Data...)))
		for i, want := range after[name] {
			g := dense(tensor.Float32, []int{6}, slope(given.Problem.A.Data, w.Float32s())...)
			require.NoError(t, o.Update(store, (&gradients{}).add("w", g)))
			near(t, want, read(t, store, "w"), 1e-6, "%s, step %d", name, i)
		}
		require.Equal(t, 10, o.Steps())
	}
}

// slope is the gradient of mean((A·w - 1)²), a 6×6.
func slope(a []float64, w []float32) []float64 {
	g := make([]float64, 6)
	for i := range 6 {
		r := -1.0
		for j := range 6 {
			r += a[6*i+j] * float64(w[j])
		}
		for j := range 6 {
			g[j] += 2.0 / 6 * r * a[6*i+j]
		}
	}
	return g
}

type oracle struct {
	Shapes    map[string][]int
	Start     map[string][]float64
	Gradients []map[string][]float64
	Cases     map[string][]map[string][]float64
	Schedules map[string][]float64
}

// What internal/oracle/optimizers.py has PyTorch do, in both precisions.
func TestEqualsOracle(t *testing.T) {
	var o oracle
	load(t, "optimizers.json", &o)
	require.ElementsMatch(t, slices.Collect(maps.Keys(o.Cases)), slices.Collect(maps.Keys(cases())))
	for _, dt := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
		for name, optimizer := range cases() {
			store := weights.New(0)
			for path, shape := range o.Shapes {
				_, err := store.Declare(path, dt, nil, shape...)
				require.NoError(t, err)
				require.NoError(t, store.Set(path, dense(dt, shape, o.Start[path]...)))
			}
			for i, after := range o.Cases[name] {
				g := &gradients{}
				for path, xs := range o.Gradients[i] {
					g.add(path, dense(dt, o.Shapes[path], xs...))
				}
				require.NoError(t, optimizer.Update(store, g), name)
				for path, want := range after {
					near(t, want, read(t, store, path), 1e-6, "%v %s, step %d: %s", dt, name, i, path)
				}
			}
		}
	}
}

func sgd(change func(o *optimizers.SGD)) optimizers.Optimizer {
	o := optimizers.NewSGD(0.05)
	change(o)
	return o
}

func adam(change func(o *optimizers.Adam)) optimizers.Optimizer {
	o := optimizers.NewAdam(0.05)
	change(o)
	return o
}

func adamW(change func(o *optimizers.AdamW)) optimizers.Optimizer {
	o := optimizers.NewAdamW(0.05)
	o.WeightDecay = 0.1
	change(o)
	return o
}

func byNorm(most float64) optimizers.Transform  { return optimizers.NewClipNorm(most) }
func byValue(most float64) optimizers.Transform { return optimizers.NewClipValue(most) }

func cases() map[string]optimizers.Optimizer {
	type (
		S = optimizers.SGD
		A = optimizers.Adam
		W = optimizers.AdamW
	)
	every := func(k int) optimizers.Transform { return optimizers.NewAccumulate(k) }
	return map[string]optimizers.Optimizer{
		"sgd":                     sgd(func(o *S) {}),
		"sgd l2":                  sgd(func(o *S) { o.WeightDecay = 0.1 }),
		"momentum":                sgd(func(o *S) { o.Momentum = 0.9 }),
		"momentum, dampening, l2": sgd(func(o *S) { o.Momentum, o.Dampening, o.WeightDecay = 0.9, 0.3, 0.1 }),
		"nesterov":                sgd(func(o *S) { o.Momentum, o.Nesterov = 0.9, true }),
		"nesterov, l2":            sgd(func(o *S) { o.Momentum, o.Nesterov, o.WeightDecay = 0.9, true, 0.1 }),
		"adam":                    adam(func(o *A) {}),
		"adam l2":                 adam(func(o *A) { o.WeightDecay = 0.1 }),
		"adamw":                   adamW(func(o *W) { o.Beta1, o.Beta2, o.Epsilon = 0.8, 0.95, 1e-6 }),
		"sgd, clip norm":          sgd(func(o *S) { o.Before(byNorm(1)) }),
		"adamw, clip norm":        adamW(func(o *W) { o.Before(byNorm(2.5)) }),
		"momentum, clip value":    sgd(func(o *S) { o.Momentum = 0.9; o.Before(byValue(0.5)) }),
		"adamw, clip value":       adamW(func(o *W) { o.Before(byValue(0.5)) }),
		"adamw, decay by path":    adamW(func(o *W) { o.DecayOnly = optimizers.Matrices }),
		"adam, l2 by path":        adam(func(o *A) { o.WeightDecay = 0.1; o.DecayOnly = optimizers.ExceptBiasAndNorm }),
		"adamw, rate by path": adamW(func(o *W) {
			o.Factor = func(path string, _ []int) float64 {
				return map[string]float64{"layer.weight": 1, "layer.bias": 0.1, "norm.weight": 2}[path]
			}
		}),
		"adamw, frozen":                  adamW(func(o *W) { o.Frozen = optimizers.Paths("*.bias"); o.Before(byNorm(1)) }),
		"sgd, accumulate 2":              sgd(func(o *S) { o.Before(every(2)) }),
		"adamw, accumulate 2, clip norm": adamW(func(o *W) { o.Before(every(2), byNorm(1)) }),
		"adamw, accumulate 3, linear":    adamW(func(o *W) { o.Before(every(3)); o.Schedule = optimizers.Linear(0, 10, 0) }),
		"momentum, cosine":               sgd(func(o *S) { o.Momentum = 0.9; o.Schedule = optimizers.Cosine(4, 20, 0.1) }),
		"adamw, noam, clip norm":         adamW(func(o *W) { o.Schedule = optimizers.Noam(64, 4); o.Before(byNorm(1)) }),
		"adamw, linear, clip norm, decay by path": adamW(func(o *W) {
			o.Schedule, o.DecayOnly = optimizers.Linear(4, 10, 0), optimizers.Matrices
			o.Before(byNorm(1))
		}),
	}
}
