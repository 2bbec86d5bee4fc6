package bert_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

const (
	tiny      = "testdata/tiny"
	tolerance = 1e-4
)

// torchGolden is what PyTorch computed: see testdata/SOURCE.
type torchGolden struct {
	IDs    [][]int   `json:"input_ids"`
	Seen   [][]int   `json:"attention_mask"`
	Types  [][]int   `json:"token_type_ids"`
	Labels [][]int   `json:"mlm_labels"`
	Next   []int     `json:"next_sentence_label"`
	Hidden []float64 `json:"last_hidden_state"`
	Pooled []float64 `json:"pooler_output"`

	FirstLogits []float64 `json:"mlm_logits_first_row_first16"`
	LogitsSum   float64   `json:"mlm_logits_sum"`
	NextLogits  []float64 `json:"nsp_logits"`
	WordsLoss   float64   `json:"mlm_loss"`
	NextLoss    float64   `json:"nsp_loss"`
	Loss        float64   `json:"loss"`
	Grads       map[string]struct {
		L2     float64   `json:"l2"`
		First8 []float64 `json:"first8"`
	} `json:"grads"`
	AdamW struct {
		LR    float64    `json:"lr"`
		Betas [2]float64 `json:"betas"`
		Eps   float64    `json:"eps"`
		Clip  float64    `json:"clip_norm"`
		Trace []struct {
			Words float64 `json:"mlm"`
			Next  float64 `json:"nsp"`
			Norm  float64 `json:"grad_norm_before_clip"`
		} `json:"trace"`
	} `json:"adamw"`
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

func load(t testing.TB, dir string) *bert.Model {
	t.Helper()
	m, err := bert.Load(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m
}

// ints are whole numbers [batch, seq].
func ints(x [][]int) *tensor.Dense {
	var flat []int
	for _, row := range x {
		flat = append(flat, row...)
	}
	return tensor.New(tensor.WithShape(len(x), len(x[0])), tensor.WithBacking(flat))
}

func row(x []int) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(append([]int{}, x...)))
}

// truths are those of numbers that are not 0.
func truths(x [][]int) *tensor.Dense {
	var flat []bool
	for _, row := range x {
		for _, n := range row {
			flat = append(flat, n != 0)
		}
	}
	return tensor.New(tensor.WithShape(len(x), len(x[0])), tensor.WithBacking(flat))
}

func floats(t testing.TB, d *tensor.Dense) []float32 {
	t.Helper()
	if x, ok := d.Data().(float32); ok {
		return []float32{x}
	}
	return d.Data().([]float32)
}

// farthest is max|Δ|; NaN is infinitely far.
func farthest(t testing.TB, got []float32, want []float64) float64 {
	t.Helper()
	require.Len(t, got, len(want))
	worst := 0.0
	for i, w := range want {
		d := math.Abs(float64(got[i]) - w)
		if d != d {
			return math.Inf(1)
		}
		worst = max(worst, d)
	}
	return worst
}

func run(t testing.TB, f *graph.Function, err error, in graph.Values) graph.Values {
	t.Helper()
	require.NoError(t, err)
	out, err := f.Run(in)
	require.NoError(t, err)
	return out
}

func (g *torchGolden) inputs() graph.Values {
	return graph.Values{"ids": ints(g.IDs), "types": ints(g.Types), "seen": truths(g.Seen)}
}

// where is in, with more.
func where(in graph.Values, more graph.Values) graph.Values {
	for name, v := range more {
		in[name] = v
	}
	return in
}

func TestOutputs(t *testing.T) {
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	m := load(t, tiny)
	require.Equal(t, bert.PreTraining, m.Config.Task())

	f, err := m.Hidden(graph.Options{})
	hidden := farthest(t, floats(t, run(t, f, err, g.inputs())["hidden"]), g.Hidden)
	require.LessOrEqual(t, hidden, tolerance)

	encoder, err := m.For(bert.Encoding, 1)
	require.NoError(t, err)
	f, err = encoder.Function(graph.Options{})
	out := run(t, f, err, g.inputs())
	require.LessOrEqual(t, farthest(t, floats(t, out["hidden"]), g.Hidden), tolerance)
	pooled := farthest(t, floats(t, out["pooled"]), g.Pooled)
	require.LessOrEqual(t, pooled, tolerance)

	f, err = m.Function(graph.Options{})
	masked, _ := bert.Masked(g.Labels, 1) // the first of them is the golden row
	out = run(t, f, err, where(g.inputs(), graph.Values{"masked": masked}))
	logits := floats(t, out["logits"])
	require.LessOrEqual(t, farthest(t, logits[:16], g.FirstLogits), tolerance)
	require.LessOrEqual(t, farthest(t, floats(t, out["next"]), g.NextLogits), tolerance)
	sum := 0.0
	for _, l := range floats(t, run(t, f, nil, g.inputs())["logits"]) {
		sum += float64(l)
	}
	require.InEpsilon(t, g.LogitsSum, sum, tolerance)
	t.Logf("hidden states differ by at most %.3g, pooled ones by %.3g", hidden, pooled)
}

// Only what is masked goes through the vocabulary, to the same bits.
func TestMaskedPlacesOnly(t *testing.T) {
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	m := load(t, tiny)
	f, err := m.Function(graph.Options{})
	all := floats(t, run(t, f, err, g.inputs())["logits"])
	places, labels := bert.Masked(g.Labels, 8)
	some := run(t, f, nil, where(g.inputs(), graph.Values{"masked": places}))["logits"]
	require.Equal(t, tensor.Shape{labels.Shape()[0], 6000}, some.Shape())
	require.Zero(t, labels.Shape()[0]%8)
	for i, at := range places.Data().([]int) {
		require.Equal(t, all[at*6000:(at+1)*6000], floats(t, some)[i*6000:(i+1)*6000])
	}
}

// training is a function whose inputs hold the masked words alone, or all.
func (g *torchGolden) training(t testing.TB, m *bert.Model, all bool) (*graph.Function, graph.Values) {
	t.Helper()
	f, err := m.Training(graph.Options{})
	require.NoError(t, err)
	in := where(g.inputs(), graph.Values{"labels": ints(g.Labels), "next": row(g.Next)})
	if !all {
		in["masked"], in["labels"] = bert.Masked(g.Labels, 8)
	}
	return f, in
}

func TestLossesAndGradients(t *testing.T) {
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	for _, all := range []bool{false, true} {
		m := load(t, tiny)
		f, in := g.training(t, m, all)
		out := run(t, f, nil, in)
		require.InDelta(t, g.WordsLoss, float64(floats(t, out["words"])[0]), tolerance)
		require.InDelta(t, g.NextLoss, float64(floats(t, out["sentences"])[0]), tolerance)
		require.InDelta(t, g.Loss, float64(floats(t, out["loss"])[0]), tolerance)

		f.Gradients().Mean()
		require.Len(t, g.Grads, f.Gradients().Len())
		norm := g.AdamW.Trace[0].Norm
		worst, at := 0.0, ""
		for path, want := range g.Grads {
			d, err := f.Gradients().Of(path)
			require.NoError(t, err)
			got := floats(t, d)
			scale := max(want.L2, 1e-3*norm)
			off := max(math.Abs(l2(got)-want.L2), farthest(t, got[:len(want.First8)], want.First8)) / scale
			if off > worst {
				worst, at = off, path
			}
		}
		require.LessOrEqual(t, worst, tolerance, at)
		t.Logf("gradients differ by at most %.3g, in %s", worst, at)
	}
}

func l2(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}

// Six steps, clipped, without decay of biases and norms.
func TestTrainingSteps(t *testing.T) {
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	m := load(t, tiny)
	f, in := g.training(t, m, false)
	o := optimizers.NewAdamW(g.AdamW.LR)
	o.Beta1, o.Beta2, o.Epsilon, o.WeightDecay = g.AdamW.Betas[0], g.AdamW.Betas[1], g.AdamW.Eps, 0.01
	selects := func(path string, _ []int) bool {
		return !strings.HasSuffix(path, ".bias") && !strings.Contains(path, ".LayerNorm.")
	}
	o.DecayOnly = selects
	clip := optimizers.NewClipNorm(g.AdamW.Clip)
	o.Before(clip)
	worst := 0.0
	require.Len(t, g.AdamW.Trace, 6)
	for step, want := range g.AdamW.Trace {
		out := run(t, f, nil, in)
		for name, w := range map[string]float64{"words": want.Words, "sentences": want.Next} {
			d := math.Abs(float64(floats(t, out[name])[0]) - w)
			require.LessOrEqual(t, d, tolerance*max(1, w), "%s, step %d", name, step)
			worst = max(worst, d)
		}
		f.Gradients().Mean()
		require.NoError(t, o.Update(m.Store, f.Gradients()))
		require.InEpsilon(t, want.Norm, clip.Norm(), tolerance, "step %d", step)
	}
	t.Logf("losses differ by at most %.3g", worst)
}
