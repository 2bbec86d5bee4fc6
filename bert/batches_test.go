package bert_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
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

// Every text is in one batch; batches hold what they may, and little padding.
func TestBatches(t *testing.T) {
	for _, n := range []int{0, 1, 32, 1000} {
		texts := mixed(n, 1, 128, 100)
		var met []int
		tokens, positions := 0, 0
		for _, batch := range bert.Batches(4096, texts...) {
			longest := 0
			for _, at := range batch {
				longest = max(longest, texts[at].Len())
				tokens += texts[at].Len()
			}
			require.LessOrEqual(t, len(batch)*longest, 4096)
			positions += len(batch) * longest
			met = append(met, batch...)
		}
		slices.Sort(met)
		require.Len(t, met, n)
		for i, at := range met {
			require.Equal(t, i, at)
		}
		if n >= 32 { // 512 tokens a batch or more, and yet
			require.LessOrEqual(t, float64(positions), 1.15*float64(tokens), n)
		}
		if n == 1000 {
			require.LessOrEqual(t, float64(positions), 1.03*float64(tokens))
		}
	}
	require.Equal(t, [][]int{{0}}, bert.Batches(4, mixed(1, 9, 9, 100)...)) // a text is never cut
}

// An Embedder gives what each text has alone, whatever the lengths and however
// many.
func TestEmbedder(t *testing.T) {
	m := load(t, tiny)
	for _, how := range []bert.Sentences{{Pooling: bert.CLS}, {Pooling: bert.Max}, {Pooling: bert.Mean, Normalise: true}} {
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
