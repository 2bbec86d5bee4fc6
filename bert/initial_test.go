package bert_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
)

// New models begin as BERT's did: weights from N(0, 0.02²), biases and padding
// zero; the same seed gives the same.
func TestInitialisation(t *testing.T) {
	for _, c := range []*bert.Config{bert.BaseUncased(), bert.RoBERTaBase(), bert.DistilBERTBase()} {
		c.VocabSize, c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize = 500, 128, 2, 4, 256
		m, err := bert.New(c, 3)
		require.NoError(t, err)
		for path, std := range map[string]float64{
			"bert.embeddings.word_embeddings.weight":             0.02,
			"bert.embeddings.position_embeddings.weight":         0.02,
			"bert.encoder.layer.1.attention.self.key.weight":     0.02,
			"bert.encoder.layer.0.output.dense.weight":           0.02,
			"cls.predictions.transform.dense.weight":             0.02,
			"bert.encoder.layer.0.intermediate.dense.bias":       0,
			"bert.encoder.layer.0.attention.output.dense.bias":   0,
			"bert.encoder.layer.1.output.LayerNorm.bias":         0,
			"cls.predictions.bias":                               0,
			"bert.encoder.layer.0.attention.self.query.bias":     0,
			"bert.encoder.layer.0.attention.self.value.weight":   0.02,
			"bert.encoder.layer.1.attention.output.dense.weight": 0.02,
		} {
			e, ok := m.Store.Entry(path)
			require.True(t, ok, path)
			x := e.Float32s()
			require.InDelta(t, std, l2(x)/math.Sqrt(float64(len(x))), 0.05*std, path)
		}
		words, _ := m.Store.Entry("bert.embeddings.word_embeddings.weight")
		pad := *c.PadTokenID
		require.Zero(t, l2(words.Float32s()[pad*128:(pad+1)*128]))
		again, err := bert.New(c, 3)
		require.NoError(t, err)
		same, _ := again.Store.Entry("bert.embeddings.word_embeddings.weight")
		require.Equal(t, words.Float32s(), same.Float32s())
	}
}
