package gpt_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

const tolerance = 1e-4

// golden is what transformers computed: see internal/oracle/gpt.py.
type golden struct {
	IDs      [][]int       `json:"ids"`
	Labels   [][]int       `json:"labels"`
	Logits   [][][]float64 `json:"logits"`
	EOS      int           `json:"eos"`
	Losses   []float64     `json:"losses"`
	Batched  [][]int       `json:"batched"`
	Greedy   []greedy      `json:"greedy"`
	Searches []search      `json:"beams"`
	AdamW    struct {
		LR          float64    `json:"lr"`
		Betas       [2]float64 `json:"betas"`
		Eps         float64    `json:"eps"`
		WeightDecay float64    `json:"weight_decay"`
	} `json:"adamw"`
}

type greedy struct {
	Prompt, Tokens []int
	New            int
}

type search struct {
	Prompt        []int
	New, Beams    int
	LengthPenalty float64 `json:"length_penalty"`
	EarlyStopping string  `json:"early_stopping"`
	Sequences     [][]int
	Scores        []float64
}

func readGolden(t testing.TB, dir string) golden {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "golden.json"))
	require.NoError(t, err)
	var g golden
	require.NoError(t, json.Unmarshal(text, &g))
	return g
}

func load(t testing.TB, dir string) *gpt.Model {
	t.Helper()
	m, err := gpt.Load(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m
}

func rows(ids [][]int) *tensor.Dense {
	var flat []int
	for _, row := range ids {
		flat = append(flat, row...)
	}
	return tensor.New(tensor.WithShape(len(ids), len(ids[0])), tensor.WithBacking(flat))
}

// logits are those after each position, [batch·seq·vocab].
func logits(t testing.TB, m *gpt.Model, ids [][]int) []float32 {
	t.Helper()
	f, err := m.Function(graph.Options{})
	require.NoError(t, err)
	out, err := f.Run(graph.Values{"ids": rows(ids)})
	require.NoError(t, err)
	return out["logits"].Data().([]float32)
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

func TestFarthest(t *testing.T) {
	nan := float32(math.NaN())
	require.Equal(t, 4.0, farthest(t, []float32{5, 0, 1}, []float64{1, 1, 1}))
	require.Equal(t, math.Inf(1), farthest(t, []float32{5, nan, 1}, []float64{1, 1, 1}))
	require.Equal(t, math.Inf(1), farthest(t, []float32{5, 1, 1}, []float64{1, math.NaN(), 1}))
}

func flat(x [][][]float64) (all []float64) {
	for _, a := range x {
		for _, b := range a {
			all = append(all, b...)
		}
	}
	return all
}

func largest(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// wantLogits compares as house rules say, and tells how far they are apart.
func wantLogits(t testing.TB, m *gpt.Model, g golden) float64 {
	t.Helper()
	want := flat(g.Logits)
	worst := farthest(t, logits(t, m, g.IDs), want)
	require.LessOrEqual(t, worst, tolerance*largest(want))
	return worst
}

var folders = []string{"testdata/gpt2", "testdata/llama"}

func TestLogits(t *testing.T) {
	for _, dir := range folders {
		worst := wantLogits(t, load(t, dir), readGolden(t, dir))
		t.Logf("%s: logits differ by at most %.3g", dir, worst)
	}
}

// Both layouts refuse more positions than they were made for, before they compute.
func TestTooManyPositions(t *testing.T) {
	for _, dir := range folders {
		m, ids := load(t, dir), rows([][]int{make([]int, 33)})
		const want = "ids int [1, 33]: 33 positions: want 1 to 32, which the model was made for"
		f, err := m.Function(graph.Options{})
		require.NoError(t, err)
		_, err = f.Run(graph.Values{"ids": ids})
		require.ErrorContains(t, err, want)
		f, err = m.Training(graph.Options{})
		require.NoError(t, err)
		_, err = f.Run(graph.Values{"ids": ids, "labels": ids})
		require.ErrorContains(t, err, want)
		require.Len(t, logits(t, m, [][]int{make([]int, 32)}), 32*61)
	}
}

// Every parameter's gradient, under the parameter's own name: the file of
// gradients is read as weights are.
func TestGradients(t *testing.T) {
	for _, dir := range folders {
		g, m := readGolden(t, dir), load(t, dir)
		f, err := m.Training(graph.Options{})
		require.NoError(t, err)
		out, err := f.Run(graph.Values{"ids": rows(g.IDs), "labels": rows(g.Labels)})
		require.NoError(t, err)
		require.InDelta(t, g.Losses[0], float64(out["loss"].Data().(float32)), tolerance)

		f.Gradients().Mean()
		want := gradients(t, dir, f.Gradients())
		norm := 0.0
		for _, w := range want {
			for _, v := range w {
				norm += v * v
			}
		}
		worst, at := 0.0, ""
		for i := range f.Gradients().Len() {
			path := f.Gradients().Path(i)
			d := farthest(t, f.Gradients().At(i).Data().([]float32), want[path]) / max(largest(want[path]), 1e-3*math.Sqrt(norm))
			require.False(t, math.IsNaN(d), path)
			if d > worst {
				worst, at = d, path
			}
		}
		require.LessOrEqual(t, worst, tolerance, at)
		t.Logf("%s: gradients differ by at most %.3g, in %s", dir, worst, at)
	}
}

// gradients reads those of the oracle, which must be as many as ours.
func gradients(t *testing.T, dir string, ours *graph.Gradients) map[string][]float64 {
	t.Helper()
	folder := t.TempDir()
	for from, to := range map[string]string{"config.json": "config.json", "gradients.safetensors": "model.safetensors"} {
		text, err := os.ReadFile(filepath.Join(dir, from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, to), text, 0o600))
	}
	m := load(t, folder)
	require.Len(t, m.Store.Paths(), ours.Len())
	all := map[string][]float64{}
	for _, path := range m.Store.Paths() {
		e, _ := m.Store.Entry(path)
		for _, v := range e.Float32s() {
			all[path] = append(all[path], float64(v))
		}
	}
	return all
}

func TestTrainingLosses(t *testing.T) {
	for _, dir := range folders {
		g, m := readGolden(t, dir), load(t, dir)
		f, err := m.Training(graph.Options{})
		require.NoError(t, err)
		o := optimizers.NewAdamW(g.AdamW.LR)
		o.Beta1, o.Beta2, o.Epsilon, o.WeightDecay = g.AdamW.Betas[0], g.AdamW.Betas[1], g.AdamW.Eps, g.AdamW.WeightDecay
		worst := 0.0
		for step, want := range g.Losses {
			out, err := f.Run(graph.Values{"ids": rows(g.IDs), "labels": rows(g.Labels)})
			require.NoError(t, err)
			d := math.Abs(float64(out["loss"].Data().(float32)) - want)
			require.LessOrEqual(t, d, tolerance*want, "%s, step %d", dir, step)
			worst = max(worst, d)
			f.Gradients().Mean()
			require.NoError(t, o.Update(m.Store, f.Gradients()))
		}
		require.Len(t, g.Losses, 10)
		t.Logf("%s: losses differ by at most %.3g", dir, worst)
	}
}
