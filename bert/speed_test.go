package bert_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// BenchmarkMixedLengths embeds texts of 8 to 128 tokens, 32 and 256 at once, with a
// model of MiniLM's size (6 layers, width 384): by an Embedder; by a new one, which
// has its programs to compile; in padded batches of 32 as they come; and, as what
// could be at best, as many tokens in rows that are full.
func BenchmarkMixedLengths(b *testing.B) {
	c := bert.BaseUncased()
	c.Architectures = []string{"BertModel"}
	c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize = 384, 6, 12, 1536
	m, err := bert.New(c, 1)
	require.NoError(b, err)
	how := bert.Sentences{Pooling: bert.Mean, Normalise: true}
	embedder := func() *bert.Embedder {
		e, err := m.Embedder(how, graph.Options{})
		require.NoError(b, err)
		return e
	}
	embed := func(e *bert.Embedder, texts []*tokenizer.Encoding) {
		_, err := e.Embed(texts...)
		require.NoError(b, err)
	}
	f, err := m.Embedding(how.Pooling, how.Normalise, graph.Options{})
	require.NoError(b, err)
	padded := func(texts []*tokenizer.Encoding) {
		for some := range slices.Chunk(texts, 32) {
			run(b, f, nil, m.Inputs(some...))
		}
	}
	kept := embedder()
	for _, size := range []struct {
		name string
		n    int
	}{{"32", 32}, {"256", 256}} {
		texts, tokens := mixed(size.n, 8, 128, c.VocabSize), 0
		for _, x := range texts {
			tokens += x.Len()
		}
		full := mixed(tokens/128, 128, 128, c.VocabSize)
		for _, way := range []struct {
			name string
			run  func()
		}{
			{"embedder", func() { embed(kept, texts) }},
			{"new", func() { embed(embedder(), texts) }},
			{"padded", func() { padded(texts) }},
			{"full", func() { padded(full) }},
		} {
			b.Run(size.name+"/"+way.name, func(b *testing.B) {
				way.run()
				b.ResetTimer()
				for range b.N {
					way.run()
				}
				b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
			})
		}
	}
}

// BenchmarkTrainingStep is one step of AdamW of a classifier of 77 classes and of
// MiniLM's size, on 32 texts of 32 tokens, with dropout.
func BenchmarkTrainingStep(b *testing.B) {
	c := bert.BaseUncased()
	c.Architectures = []string{"BertForSequenceClassification"}
	c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize, c.NumLabels = 384, 6, 12, 1536, 77
	m, err := bert.New(c, 1)
	require.NoError(b, err)
	f, err := m.Training(graph.Options{})
	in := m.Inputs(mixed(32, 32, 32, c.VocabSize)...)
	labels := make([]int, 32)
	for i := range labels {
		labels[i] = i
	}
	in["labels"] = row(labels)
	o := optimizers.NewAdamW(5e-5)
	step := func() {
		run(b, f, err, in)
		f.Gradients().Mean()
		require.NoError(b, o.Update(m.Store, f.Gradients()))
	}
	step()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		step()
	}
}
