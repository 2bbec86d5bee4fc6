package bert_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// BenchmarkMixedLengths embeds 512 texts of 8 to 64 tokens, and of 8 to 128, with a
// model of MiniLM's size (6 layers, width 384): packed; in padded batches of 32, as
// they come and by length; and, as what could be at best, as many tokens in rows
// that are full.
func BenchmarkMixedLengths(b *testing.B) {
	c := bert.BaseUncased()
	c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize = 384, 6, 12, 1536
	m, err := bert.New(c, 1)
	require.NoError(b, err)
	m, err = m.For(bert.Encoding, 1)
	require.NoError(b, err)
	how := bert.Sentences{Pooling: bert.Mean, Normalise: true}
	e, err := m.Embedder(how, graph.Options{})
	require.NoError(b, err)
	f, err := m.Embedding(how.Pooling, how.Normalise, graph.Options{Programs: 32})
	require.NoError(b, err)
	batches := func(texts []*tokenizer.Encoding) {
		for some := range slices.Chunk(texts, 32) {
			run(b, f, nil, m.Inputs(some...))
		}
	}
	for name, most := range map[string]int{"8 to 64": 64, "8 to 128": 128} {
		texts, tokens := mixed(512, 8, most, c.VocabSize), 0
		for _, x := range texts {
			tokens += x.Len()
		}
		sorted := slices.Clone(texts)
		slices.SortStableFunc(sorted, func(x, y *tokenizer.Encoding) int { return x.Len() - y.Len() })
		full := mixed(tokens/most, most, most, c.VocabSize)
		for way, embed := range map[string]func(){
			"packed":    func() { _, err := e.Embed(texts...); require.NoError(b, err) },
			"padded":    func() { batches(texts) },
			"by length": func() { batches(sorted) },
			"full rows": func() { batches(full) },
		} {
			b.Run(name+"/"+way, func(b *testing.B) {
				embed()
				b.ResetTimer()
				for range b.N {
					embed()
				}
				b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
			})
		}
	}
}
