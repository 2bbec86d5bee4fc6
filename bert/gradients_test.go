package bert_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
)

// still is a config without dropout.
func still(c *bert.Config) {
	c.HiddenDropoutProb, c.AttentionProbsDropoutProb, c.ClassifierDropout, c.SpanDropout = 0, 0, new(float64), 0
}

// The gradients of every loss, under the parameters' own names: the oracle's file
// of gradients is read as weights are.
func TestGradientsOfVariants(t *testing.T) {
	files, err := filepath.Glob("testdata/variants/*/gradients.safetensors")
	require.NoError(t, err)
	require.Len(t, files, 8)
	worst := 0.0
	for _, file := range files {
		dir := filepath.Dir(file)
		g, m := readGolden(t, dir), load(t, dir)
		still(m.Config)
		f, err := m.Training(graph.Options{})
		out := run(t, f, err, g.labels(t, m))
		require.InDelta(t, g.Outputs["loss"][0], float64(floats(t, out["loss"])[0]), tolerance)
		f.Gradients().Mean()
		worst = max(worst, wantGradients(t, dir, f.Gradients()))
	}
	t.Logf("gradients differ by at most %.3g", worst)
}

// wantGradients compares as house rules say.
func wantGradients(t testing.TB, dir string, ours *graph.Gradients) (worst float64) {
	t.Helper()
	want, norm := oracleGradients(t, dir), 0.0
	for _, x := range want {
		norm = math.Hypot(norm, l2(x))
	}
	for path, x := range want {
		d, err := ours.Of(path)
		if largest(doubles(x)) == 0 { // of no part in the loss, or of a key's bias
			if err == nil {
				require.LessOrEqual(t, l2(floats(t, d)), tolerance*norm, path)
			}
			continue
		}
		require.NoError(t, err)
		off := farthest(t, floats(t, d), doubles(x)) / max(largest(doubles(x)), 1e-3*norm)
		require.LessOrEqual(t, off, tolerance, "%s: %s", dir, path)
		worst = max(worst, off)
	}
	for i := range ours.Len() {
		require.Contains(t, want, ours.Path(i))
	}
	return worst
}

func oracleGradients(t testing.TB, dir string) map[string][]float32 {
	t.Helper()
	folder := t.TempDir()
	for from, to := range map[string]string{"config.json": "config.json", "gradients.safetensors": "model.safetensors"} {
		text, err := os.ReadFile(filepath.Join(dir, from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, to), text, 0o600))
	}
	m, all := load(t, folder), map[string][]float32{}
	for _, path := range m.Store.Paths() {
		e, _ := m.Store.Entry(path)
		all[path] = e.Float32s()
	}
	return all
}

func doubles(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// Each dropout drops while training, and only then.
func TestDropout(t *testing.T) {
	half := 0.5
	for name, c := range map[string]struct {
		dir  string
		drop func(c *bert.Config)
		some bool
	}{
		"none":                   {"bert-forsequenceclassification", func(*bert.Config) {}, false},
		"hidden":                 {"bert-forsequenceclassification", func(c *bert.Config) { c.HiddenDropoutProb = half }, true},
		"attention":              {"roberta-formaskedlm", func(c *bert.Config) { c.AttentionProbsDropoutProb = half }, true},
		"classifier":             {"bert-fortokenclassification", func(c *bert.Config) { c.ClassifierDropout = &half }, true},
		"classifier, RoBERTa":    {"roberta-forsequenceclassification", func(c *bert.Config) { c.ClassifierDropout = &half }, true},
		"classifier, DistilBERT": {"distilbert-forsequenceclassification", func(c *bert.Config) { c.ClassifierDropout = &half }, true},
		"spans, BERT":            {"bert-forquestionanswering", func(c *bert.Config) { c.ClassifierDropout = &half }, false},
		"spans, DistilBERT":      {"distilbert-forquestionanswering", func(c *bert.Config) { c.SpanDropout = half }, true},
	} {
		dir := "testdata/variants/" + c.dir
		g, m := readGolden(t, dir), load(t, dir)
		still(m.Config)
		c.drop(m.Config)
		f, err := m.Training(graph.Options{Seed: 1})
		first := floats(t, run(t, f, err, g.labels(t, m))["loss"])[0]
		require.Equal(t, c.some, first != floats(t, run(t, f, nil, g.labels(t, m))["loss"])[0], name)
		wantOutputs(t, m, g) // evaluation does not
	}
}

func TestTrainingRefused(t *testing.T) {
	m, err := load(t, tiny).For(bert.Encoding, 1)
	require.NoError(t, err)
	_, err = m.Training(graph.Options{})
	require.EqualError(t, err, "training: the model has no head: give it one by Model.For")
	_, err = m.Evaluation(graph.Options{})
	require.EqualError(t, err, "evaluation: the model has no head: give it one by Model.For")

	tags, err := m.For(bert.TokenClassification, 1, "O", "B", "I")
	require.NoError(t, err)
	one, err := m.For(bert.SequenceClassification, 1, "only")
	require.NoError(t, err)
	for want, c := range map[string]struct {
		m      *bert.Model
		labels [][]int
	}{
		"is 3: want 0 to 2": {tags, [][]int{{0, 1, 3}}},
		`want two or more, or problem_type "multi_label_classification"`: {one, [][]int{{0, 1, 3}}},
	} {
		f, err := c.m.Training(graph.Options{})
		require.NoError(t, err)
		_, err = f.Run(graph.Values{"ids": ints([][]int{{5, 6, 7}}), "labels": ints(c.labels)})
		require.ErrorContains(t, err, want)
	}
}
