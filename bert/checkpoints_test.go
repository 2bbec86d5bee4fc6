package bert_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
)

// golden is what transformers computed: see internal/oracle/bert.py.
type golden struct {
	IDs     [][]int                    `json:"ids"`
	Types   [][]int                    `json:"types"`
	Seen    [][]int                    `json:"seen"`
	Wanted  map[string]json.RawMessage `json:"wanted"`
	Outputs map[string]numbers         `json:"outputs"`
}

// numbers are a list, or one.
type numbers []float64

func (n *numbers) UnmarshalJSON(text []byte) error {
	if text[0] == '[' {
		return json.Unmarshal(text, (*[]float64)(n))
	}
	*n = make(numbers, 1)
	return json.Unmarshal(text, &(*n)[0])
}

func readGolden(t testing.TB, dir string) (g golden) {
	t.Helper()
	readJSON(t, filepath.Join(dir, "golden.json"), &g)
	return g
}

func (g *golden) inputs() graph.Values {
	return graph.Values{"ids": ints(g.IDs), "types": ints(g.Types), "seen": truths(g.Seen)}
}

// labels are those that transformers was given, by our names.
func (g *golden) labels(t testing.TB, m *bert.Model) graph.Values {
	t.Helper()
	names := map[string]string{
		"labels": "labels", "next_sentence_label": "next", "start_positions": "from", "end_positions": "to",
	}
	if m.Config.Task() == bert.NextSentence {
		names["labels"] = "next"
	}
	in := g.inputs()
	for theirs, raw := range g.Wanted {
		var flat []int
		var many [][]int
		var truth [][]float64
		switch {
		case json.Unmarshal(raw, &flat) == nil:
			in[names[theirs]] = row(flat)
		case json.Unmarshal(raw, &many) == nil:
			for _, labels := range many {
				for i, l := range labels {
					if l < 0 {
						labels[i] = -100
					}
				}
			}
			in[names[theirs]] = ints(many)
		default:
			require.NoError(t, json.Unmarshal(raw, &truth))
			var x []float32
			for _, labels := range truth {
				for _, l := range labels {
					x = append(x, float32(l))
				}
			}
			in[names[theirs]] = tensor.New(tensor.WithShape(len(truth), len(truth[0])), tensor.WithBacking(x))
		}
	}
	return in
}

// wantOutputs compares all that transformers computed, and tells how far they are
// apart, as a part of the largest.
func wantOutputs(t testing.TB, m *bert.Model, g golden) float64 {
	t.Helper()
	f, err := m.Function(graph.Options{})
	in := g.inputs()
	if m.Config.Task() != bert.Encoding {
		f, err = m.Evaluation(graph.Options{})
		in = g.labels(t, m)
	}
	out := run(t, f, err, in)
	require.NotEmpty(t, g.Outputs)
	worst := 0.0
	for name, want := range g.Outputs {
		require.Contains(t, out, name)
		d := farthest(t, floats(t, out[name]), want) / largest(want)
		require.LessOrEqual(t, d, tolerance, name)
		worst = max(worst, d)
	}
	return worst
}

func largest(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// One of each task that the three models compute in ways of their own.
func TestVariants(t *testing.T) {
	dirs, err := filepath.Glob("testdata/variants/*")
	require.NoError(t, err)
	require.Len(t, dirs, 11)
	for _, dir := range dirs {
		m := load(t, dir)
		wantOutputs(t, m, readGolden(t, dir))
		wantSaved(t, m, dir, filepath.Join(t.TempDir(), "saved"))
	}
}

// Random checkpoints, made by internal/oracle/bert.py, which also reads what this
// saves.
func TestRandomCheckpoints(t *testing.T) {
	root := os.Getenv("GAZE_BERT_CHECKPOINTS")
	if root == "" {
		t.Skip("GAZE_BERT_CHECKPOINTS names no folder")
	}
	dirs, err := filepath.Glob(filepath.Join(root, "*", "golden.json"))
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	worst := 0.0
	for _, dir := range dirs {
		dir = filepath.Dir(dir)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			g, m := readGolden(t, dir), load(t, dir)
			worst = max(worst, wantOutputs(t, m, g))
			wantSaved(t, m, dir, filepath.Join(dir, "saved"))
			saveNew(t, m.Config, g, filepath.Join(dir, "new"))
		})
	}
	t.Logf("%d checkpoints: outputs differ by at most %.3g of the largest", len(dirs), worst)
}

// saveNew saves a model with weights of our own, and its outputs.
func saveNew(t *testing.T, c *bert.Config, g golden, dir string) {
	t.Helper()
	m, err := bert.New(c, 1)
	require.NoError(t, err)
	saveWithOutputs(t, m, g, dir)
}

// saveWithOutputs saves a model into a folder, and its outputs beside it.
func saveWithOutputs(t *testing.T, m *bert.Model, g golden, dir string) {
	t.Helper()
	require.NoError(t, m.Save(filepath.Join(dir, "saved")))
	f, err := m.Function(graph.Options{})
	outputs := map[string][]float32{}
	for name, x := range run(t, f, err, g.inputs()) {
		outputs[name] = floats(t, x)
	}
	text, err := json.Marshal(map[string]any{"ids": g.IDs, "types": g.Types, "seen": g.Seen, "outputs": outputs})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "golden.json"), text, 0o600))
}

// A trained model of sentence-transformers gives its hidden states and its
// embeddings, see internal/oracle/bert.py.
func TestSentences(t *testing.T) {
	from, dir := os.Getenv("GAZE_BERT_SENTENCES"), os.Getenv("GAZE_BERT_GOLDEN")
	if from == "" || dir == "" {
		t.Skip("GAZE_BERT_SENTENCES and GAZE_BERT_GOLDEN name no folders")
	}
	g, m := readGolden(t, dir), load(t, from)
	var wanted struct {
		Texts      []string
		Embeddings []float64
	}
	readJSON(t, filepath.Join(dir, "golden.json"), &wanted)

	f, err := m.Function(graph.Options{})
	out := run(t, f, err, g.inputs())
	hidden, worst := floats(t, out["hidden"]), 0.0
	for i, seen := range slices.Concat(g.Seen...) {
		if seen == 1 {
			worst = max(worst, farthest(t, hidden[i*384:(i+1)*384], g.Outputs["hidden"][i*384:(i+1)*384]))
		}
	}
	require.LessOrEqual(t, worst, 1e-3)

	x, least := embedded(t, m, from, wanted.Texts), 1.0
	require.Len(t, wanted.Embeddings, len(x))
	for at := 0; at < len(x); at += 384 {
		least = min(least, cosine(x[at:at+384], wanted.Embeddings[at:at+384]))
	}
	require.GreaterOrEqual(t, least, 0.9999)
	t.Logf("hidden states differ by at most %.3g, cosine of embeddings at least %.9f", worst, least)
	wantSaved(t, m, from, filepath.Join(dir, "again", "saved"))
	saveWithOutputs(t, m, g, filepath.Join(dir, "again"))
}

// embedded are the embeddings of texts, as the folder says they are made.
func embedded(t testing.TB, m *bert.Model, dir string, list []string) []float32 {
	t.Helper()
	how, err := bert.ReadSentences(dir)
	require.NoError(t, err)
	require.Equal(t, bert.Sentences{Pooling: bert.Mean, Normalise: true, Longest: 256}, how)
	again, texts, err := bert.LoadFolder(dir)
	require.NoError(t, err)
	require.NoError(t, again.Close())
	o := texts.Options()
	o.Truncation.MaxLength = how.Longest
	texts, err = texts.With(o)
	require.NoError(t, err)
	batch, err := texts.EncodeBatch(list)
	require.NoError(t, err)
	f, err := m.Embedding(how.Pooling, how.Normalise, graph.Options{})
	return floats(t, run(t, f, err, m.Inputs(batch...))["embedding"])
}

func cosine(x []float32, y []float64) float64 {
	dot, a, b := 0.0, 0.0, 0.0
	for k, w := range y {
		v := float64(x[k])
		dot, a, b = dot+v*w, a+v*v, b+w*w
	}
	return dot / math.Sqrt(a*b)
}
