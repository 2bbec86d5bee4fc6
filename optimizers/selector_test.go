package optimizers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/optimizers"
)

func TestPaths(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"a.weight", "a.weight", true},
		{"a.weight", "a.weights", false},
		{"*", "anything.at.all", true},
		{"*.bias", "a.b.bias", true},
		{"*.bias", "bias", false},
		{"encoder.layer.0.*", "encoder.layer.0.output.weight", true},
		{"encoder.layer.1.*", "encoder.layer.10.output.weight", false},
		{"*.layer.*.weight", "encoder.layer.3.weight", true},
		{"*.layer.*.weight", "encoder.layer.weight", false},
		{"a*ab", "aab", true},
		{"a*ab", "ab", false}, // what is before and behind may not overlap
		{"*a*b*", "xbxa", false},
		{"**x", "ax", true},
		{"", "", true},
	} {
		require.Equal(t, c.want, optimizers.Paths("no", c.pattern)(c.path, nil), "%q %q", c.pattern, c.path)
		require.Equal(t, !c.want, optimizers.Not(optimizers.Paths(c.pattern))(c.path, nil), "%q %q", c.pattern, c.path)
	}
	require.False(t, optimizers.Paths()("a", nil))
}

// Names as BERT, GPT-2 and Llama have them.
func TestExceptBiasAndNorm(t *testing.T) {
	for path, want := range map[string]bool{
		"encoder.layer.0.attention.self.query.weight":       true,
		"encoder.layer.0.attention.self.query.bias":         false,
		"encoder.layer.0.attention.output.LayerNorm.weight": false,
		"embeddings.word_embeddings.weight":                 true,
		"h.0.ln_1.weight":                                   false,
		"h.0.mlp.c_fc.weight":                               true,
		"ln_f.weight":                                       false,
		"model.layers.0.input_layernorm.weight":             false,
		"model.norm.weight":                                 false,
		"rnn.bias_ih_l0":                                    false,
		"bias.weight":                                       true,
		"weight":                                            true,
	} {
		require.Equal(t, want, optimizers.ExceptBiasAndNorm(path, nil), path)
	}
}
