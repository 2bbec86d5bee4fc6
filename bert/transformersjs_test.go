package bert_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// jsGolden is what transformers.js computed: see testdata/SOURCE.
type jsGolden struct {
	Single []jsText `json:"single"`
	Pair   jsText   `json:"pair"`
	Batch  struct {
		IDs    [][]int     `json:"input_ids"`
		Seen   [][]int     `json:"attention_mask"`
		Firsts [][]float64 `json:"first_token_rows"`
	} `json:"batch"`
	Mean     [][]float64 `json:"mean_pooled_normalized"`
	Cosine   [][]float64 `json:"cosine"`
	FillMask []struct {
		Top []struct {
			Token int     `json:"token"`
			Score float64 `json:"score"`
		} `json:"top"`
		Text string `json:"text"`
	} `json:"fill_mask"`
}

type jsText struct {
	IDs    []int     `json:"input_ids"`
	Types  []int     `json:"token_type_ids"`
	Hidden []float64 `json:"last_hidden_state"`
}

func readJS(t testing.TB) (g jsGolden) {
	t.Helper()
	readJSON(t, tiny+"/transformersjs.json", &g)
	return g
}

// encoded is a text as a tokenizer would give it.
func encoded(ids, types []int) *tokenizer.Encoding {
	return &tokenizer.Encoding{IDs: ids, TypeIDs: types, AttentionMask: slices.Repeat([]int{1}, len(ids))}
}

func TestSinglesAndPair(t *testing.T) {
	g, m := readJS(t), load(t, tiny)
	f, err := m.Hidden(graph.Options{})
	require.NoError(t, err)
	require.Len(t, g.Single, 5)
	for _, x := range append(g.Single, g.Pair) {
		d := farthest(t, floats(t, run(t, f, nil, m.Inputs(encoded(x.IDs, x.Types)))["hidden"]), x.Hidden)
		require.LessOrEqual(t, d, tolerance)
		if x.Types[len(x.Types)-1] == 0 { // types that are all 0 need not be given
			d = farthest(t, floats(t, run(t, f, nil, graph.Values{"ids": ints([][]int{x.IDs})})["hidden"]), x.Hidden)
			require.LessOrEqual(t, d, tolerance)
		}
	}
}

// texts are those of the batch, without padding.
func (g *jsGolden) texts() (list []*tokenizer.Encoding) {
	for _, x := range g.Single {
		list = append(list, encoded(x.IDs, x.Types))
	}
	return list
}

func TestPaddedBatch(t *testing.T) {
	g, m := readJS(t), load(t, tiny)
	in := m.Inputs(g.texts()...)
	require.Equal(t, ints(g.Batch.IDs).Data(), in["ids"].Data())
	require.Equal(t, truths(g.Batch.Seen).Data(), in["seen"].Data())

	f, err := m.Embedding(bert.CLS, false, graph.Options{})
	requireRows(t, g.Batch.Firsts, run(t, f, err, in)["embedding"])
	f, err = m.Embedding(bert.Mean, true, graph.Options{})
	means := run(t, f, err, in)["embedding"]
	requireRows(t, g.Mean, means)
	x := floats(t, means)
	for i := range g.Cosine {
		for j, want := range g.Cosine[i] {
			dot := 0.0
			for k := range 64 {
				dot += float64(x[i*64+k]) * float64(x[j*64+k])
			}
			require.InDelta(t, want, dot, tolerance)
		}
	}
}

func requireRows(t testing.TB, want [][]float64, got *tensor.Dense) {
	t.Helper()
	require.LessOrEqual(t, farthest(t, floats(t, got), slices.Concat(want...)), tolerance)
}

// A text alone, with or without padding, has the mean and the largest that the
// batch has.
func TestPoolingIgnoresPadding(t *testing.T) {
	g, m := readJS(t), load(t, tiny)
	for _, p := range []bert.Pooling{bert.CLS, bert.Mean, bert.Max} {
		f, err := m.Embedding(p, false, graph.Options{})
		all := floats(t, run(t, f, err, m.Inputs(g.texts()...))["embedding"])
		for i, x := range g.Single {
			alone := floats(t, run(t, f, nil, graph.Values{"ids": ints([][]int{x.IDs})})["embedding"])
			for k, v := range alone {
				require.InDelta(t, v, all[i*64+k], 1e-5, "%s, text %d", p, i)
			}
		}
	}
	f, err := m.Embedding("median", false, graph.Options{})
	require.NoError(t, err)
	_, err = f.Run(m.Inputs(g.texts()...))
	require.ErrorContains(t, err, `pooling "median": want "cls", "mean" or "max"`)
}

// The words that fill a mask, and how likely each is.
func TestFillMask(t *testing.T) {
	g, m := readJS(t), load(t, tiny)
	words, err := m.For(bert.MaskedLM, 1)
	require.NoError(t, err)
	f, err := words.Function(graph.Options{})
	ids := map[string][]int{
		"The goal of life is [MASK].":    {101, 1996, 3125, 1997, 2166, 2003, 103, 1012, 102},
		"Paris is the [MASK] of France.": {101, 3000, 2003, 1996, 103, 1997, 2605, 1012, 102},
	}
	require.Len(t, g.FillMask, 2)
	for _, c := range g.FillMask {
		x := ids[c.Text]
		require.NotEmpty(t, c.Top)
		at := tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{slices.Index(x, 103)}))
		logits := floats(t, run(t, f, err, graph.Values{"ids": ints([][]int{x}), "masked": at})["logits"])
		sum := 0.0
		for _, l := range logits {
			sum += math.Exp(float64(l))
		}
		for _, w := range c.Top {
			require.InDelta(t, w.Score, math.Exp(float64(logits[w.Token]))/sum, tolerance)
		}
	}
}
