package bert_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// mixed are texts of lengths from least to most, of random words.
func mixed(n, least, most, vocab int) (texts []*tokenizer.Encoding) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range n {
		ids, types := make([]int, least+rng.IntN(most-least+1)), []int(nil)
		for i := range ids {
			ids[i] = 5 + rng.IntN(vocab-5)
			types = append(types, min(i/7, 1))
		}
		texts = append(texts, encoded(ids, types))
	}
	return texts
}

// Texts packed into rows give what each gives alone, whichever the model; rows are
// nearly full.
func TestPackedEqualsAlone(t *testing.T) {
	for _, dir := range []string{tiny, "testdata/variants/roberta-forsequenceclassification",
		"testdata/variants/distilbert-forsequenceclassification", "testdata/variants/bert-forsequenceclassification"} {
		m := load(t, dir)
		texts := mixed(60, 1, m.Longest()/2, m.Config.VocabSize)
		for _, x := range texts {
			for i := range x.TypeIDs {
				x.TypeIDs[i] = min(x.TypeIDs[i], max(m.Config.TypeVocabSize-1, 0))
			}
		}
		p := m.Pack(m.Longest(), texts...)
		require.Greater(t, p.Fill(), 0.9, dir)
		f, err := m.Function(graph.Options{})
		output := "logits"
		if m.Config.Task() == bert.PreTraining {
			output = "next"
		}
		in := p.Inputs()
		if output == "next" {
			in["masked"] = row([]int{0})
		}
		all := floats(t, run(t, f, err, in)[output])
		width := len(all) / len(texts)
		for i, x := range texts {
			alone := floats(t, run(t, f, nil, m.Inputs(x))[output])
			for k, v := range alone {
				require.InDelta(t, v, all[i*width+k], 1e-5*max(1, largest(doubles(alone))), "%s, text %d", dir, i)
			}
		}
	}
}

// An Embedder gives what Embedding gives, whatever the lengths and however many.
func TestEmbedder(t *testing.T) {
	m := load(t, tiny)
	for _, how := range []bert.Sentences{
		{Pooling: bert.CLS}, {Pooling: bert.Max}, {Pooling: bert.Mean, Normalise: true}, {Pooling: bert.Mean},
	} {
		e, err := m.Embedder(how, graph.Options{})
		require.NoError(t, err)
		f, err := m.Embedding(how.Pooling, how.Normalise, graph.Options{})
		require.NoError(t, err)
		for _, n := range []int{0, 1, 3, 200} {
			texts := mixed(n, 1, m.Longest(), m.Config.VocabSize)
			got, err := e.Embed(texts...)
			require.NoError(t, err)
			require.Len(t, got, n)
			for i := 0; i < n; i += 1 + n/20 {
				want := floats(t, run(t, f, nil, m.Inputs(texts[i]))["embedding"])
				require.LessOrEqual(t, farthest(t, got[i], doubles(want)), 1e-5*max(1, largest(doubles(want))), "%v, text %d of %d", how, i, n)
			}
		}
	}
	_, err := m.Embedder(bert.Sentences{Pooling: "median"}, graph.Options{})
	require.EqualError(t, err, `embedder: pooling "median": want "cls", "mean" or "max"`)
	e, err := m.Embedder(bert.Sentences{Pooling: bert.CLS}, graph.Options{})
	require.NoError(t, err)
	_, err = e.Embed(encoded(make([]int, 129), nil))
	require.EqualError(t, err, "embed: text 0: 129 positions: want 1 to 128, which the model was made for")
	_, err = e.Embed(encoded(nil, nil))
	require.ErrorContains(t, err, "embed: text 0: 0 positions")
}

func ExampleEmbedder() {
	m, _ := bert.New(small(), 42)
	e, _ := m.Embedder(bert.Sentences{Pooling: bert.Mean, Normalise: true}, graph.Options{})
	all, err := e.Embed(
		&tokenizer.Encoding{IDs: []int{1, 2, 3}, AttentionMask: []int{1, 1, 1}},
		&tokenizer.Encoding{IDs: []int{4}, AttentionMask: []int{1}},
	)
	fmt.Println(len(all), len(all[0]), err)
	// Output: 2 32 <nil>
}

func ExamplePacked() {
	m, _ := bert.New(small(), 42)
	p := m.Pack(8,
		&tokenizer.Encoding{IDs: []int{1, 2, 3}, AttentionMask: []int{1, 1, 1}},
		&tokenizer.Encoding{IDs: []int{4, 5, 6, 7, 8}, AttentionMask: []int{1, 1, 1, 1, 1}},
	)
	fmt.Println(p.Rows, p.Fill(), p.Inputs()["ids"].Data())
	// Output: 1 1 [4 5 6 7 8 1 2 3]
}
