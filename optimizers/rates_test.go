package optimizers_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// Names as BERT, DistilBERT, GPT-2 and Llama have them, of three layers.
func TestLayerDecay(t *testing.T) {
	f := optimizers.LayerDecay(0.5, 3)
	for path, power := range map[string]float64{
		"bert.embeddings.word_embeddings.weight":         4,
		"embeddings.LayerNorm.bias":                      4,
		"bert.encoder.layer.0.attention.self.query.bias": 3,
		"encoder.layer.1.output.dense.weight":            2,
		"encoder.layer.2.output.LayerNorm.weight":        1,
		"distilbert.transformer.layer.2.ffn.lin1.weight": 1,
		"wte.weight":                                4,
		"transformer.wpe.weight":                    4,
		"h.0.attn.c_attn.weight":                    3,
		"model.embed_tokens.weight":                 4,
		"model.layers.2.mlp.down_proj.weight":       1,
		"model.norm.weight":                         0,
		"pooler.dense.weight":                       0,
		"classifier.0.weight":                       0,
		"cls.predictions.transform.dense.weight":    0,
		"encoder.layer.7.weight":                    0, // there is no such layer
		"encoder.layer.first.weight":                0,
		"encoder.layer.99999999999999999999.weight": 0,
		"layer":           0,
		"crf.transitions": 0,
	} {
		require.Equal(t, math.Pow(0.5, power), f(path, nil), path)
	}
	require.Equal(t, 1.0, optimizers.LayerDecay(1, 3)("encoder.layer.0.x", nil))
	require.Equal(t, 0.25, optimizers.LayerDecay(0.25, 0)("embeddings.x", nil))
}

func TestRates(t *testing.T) {
	f := optimizers.Rates(optimizers.Rate{Pattern: "crf.*", Factor: 100}, optimizers.Rate{Pattern: "*.bias", Factor: 2}, optimizers.Rate{Pattern: "crf.bias", Factor: 7})
	require.Equal(t, 100.0, f("crf.bias", nil))
	require.Equal(t, 2.0, f("a.bias", nil))
	require.Equal(t, 1.0, f("a.weight", nil))
	require.Equal(t, 1.0, optimizers.Rates()("a", nil))
}

var layered = map[string][]int{
	"embeddings.weight":                {50, 8},
	"encoder.layer.0.weight":           {8, 8},
	"encoder.layer.0.bias":             {8},
	"encoder.layer.1.weight":           {130, 140}, // more than a unit
	"encoder.layer.1.LayerNorm.weight": {8},
	"classifier.weight":                {3, 8},
}

// fineTuning is AdamW as BERT is fine-tuned with: slower below, decay not for
// biases and norms, the embeddings frozen.
func fineTuning() *optimizers.AdamW {
	o := optimizers.NewAdamW(0.01)
	o.WeightDecay = 0.1
	o.DecayOnly = optimizers.ExceptBiasAndNorm
	o.Factor = optimizers.LayerDecay(0.5, 2)
	o.Frozen = optimizers.Paths("embeddings.*")
	o.Schedule = optimizers.Linear(2, 10, 0)
	o.Before(optimizers.NewClipNorm(1))
	return o
}

// Each parameter has the bits that an optimizer of its own, with its rate and
// decay alone, gives it; what is frozen is left, and has no state.
func TestFineTuningIsEachParameterApart(t *testing.T) {
	store, g := model(t, tensor.Float32, layered)
	before := all(t, store)
	whole := fineTuning()
	whole.Schedule = nil
	apart, norms := map[string]*optimizers.AdamW{}, map[string]*weights.Store{}
	alone := map[string]*gradients{}
	for path, shape := range layered {
		norms[path], alone[path] = model(t, tensor.Float32, map[string][]int{path: shape})
		o := optimizers.NewAdamW(0.01 * optimizers.LayerDecay(0.5, 2)(path, nil))
		if o.WeightDecay = 0; optimizers.ExceptBiasAndNorm(path, nil) {
			o.WeightDecay = 0.1
		}
		apart[path] = o
	}
	for step := range 5 {
		g.draw(uint64(step))
		require.NoError(t, whole.Update(store, g))
		// Clipped by the norm of all that is not frozen.
		norm := 0.0
		for i, d := range g.dense {
			if g.paths[i] != "embeddings.weight" {
				for _, x := range d.Float32s() {
					norm += float64(x) * float64(x)
				}
			}
		}
		require.InEpsilon(t, math.Sqrt(norm), whole.GradientNorm(), 1e-6)
		scale := float32(min(1, 1/whole.GradientNorm()))
		for path, one := range alone {
			one.draw(uint64(step))
			for i, xs := 0, one.dense[0].Float32s(); i < len(xs); i++ {
				xs[i] *= scale
			}
			require.NoError(t, apart[path].Update(norms[path], one))
		}
	}
	for path := range layered {
		if path == "embeddings.weight" {
			require.Equal(t, before[path], read(t, store, path))
			continue
		}
		near(t, read(t, norms[path], path), read(t, store, path), 1e-6, path)
		require.NotEqual(t, before[path], read(t, store, path), path)
	}
	state := weights.New(0)
	require.NoError(t, whole.Save(state))
	for _, path := range state.Paths() {
		require.NotContains(t, path, "embeddings")
	}
	require.Len(t, state.Paths(), 1+3*(len(layered)-1))
}

// A run that was saved and loaded between any two steps has the bits of one that
// was not.
func TestFineTuningResumes(t *testing.T) {
	for _, at := range []int{1, 3} {
		plain, g := model(t, tensor.Float32, layered)
		resumed, _ := model(t, tensor.Float32, layered)
		a, b := fineTuning(), fineTuning()
		for step := range 6 {
			if step == at {
				state := weights.New(0)
				require.NoError(t, b.Save(state))
				b = fineTuning()
				require.NoError(t, b.Load(state))
			}
			g.draw(uint64(step))
			require.NoError(t, a.Update(plain, g))
			require.NoError(t, b.Update(resumed, g))
			same(t, all(t, plain), all(t, resumed), step)
		}
	}
}

func TestFineTuningAllocatesNothing(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	team := kernel.NewTeam(2)
	defer team.Close()
	o := fineTuning()
	o.SetTeam(team)
	store, g := model(t, tensor.Float32, layered)
	g.draw(1)
	step := func() {
		if err := o.Update(store, g); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		step()
	}
	require.Less(t, mallocs.Fewest(100, step), uint64(10))
}

func ExampleLayerDecay() {
	o := optimizers.NewAdamW(2e-5)
	o.DecayOnly = optimizers.ExceptBiasAndNorm
	o.Factor = optimizers.LayerDecay(0.9, 12)
	fmt.Printf("%.3f\n", o.Factor("bert.encoder.layer.11.output.dense.weight", nil))
	fmt.Printf("%.3f\n", o.Factor("bert.embeddings.word_embeddings.weight", nil))
	// Output:
	// 0.900
	// 0.254
}

func ExampleRate() {
	o := optimizers.NewAdamW(2e-5)
	o.Factor = optimizers.Rates(optimizers.Rate{Pattern: "crf.*", Factor: 100})
	fmt.Println(o.Factor("crf.transitions", nil), o.Factor("classifier.weight", nil))
	// Output: 100 1
}
