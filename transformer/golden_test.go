package transformer_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/transformer"
)

// torchNames says what the parameters of PyTorch's layers are called here. Its
// norms are numbered: the feed-forward's is the third if there is cross-attention
// (decoding), else the second.
func torchNames(decoding func(name string) bool) func(name string) []string {
	return func(name string) []string {
		self, last := "attention", "norm2"
		if decoding(name) {
			self, last = "self_attention", "norm3"
		}
		name = strings.NewReplacer("layers.", "layer.", "linear1", "feed_forward.up", "linear2", "feed_forward.down",
			"self_attn", self, "multihead_attn", "cross_attention", "norm1", self+"_norm", last, "feed_forward_norm",
			"norm2", "cross_attention_norm", "out_proj", "output").Replace(name)
		head, kind, fused := strings.Cut(name, "in_proj_")
		if !fused {
			return []string{name}
		}
		return []string{head + "query." + kind, head + "key." + kind, head + "value." + kind}
	}
}

func always(string) bool { return true }
func never(string) bool  { return false }

func inDecoder(name string) bool { return strings.HasPrefix(name, "decoder") }

var sizes = transformer.Config{Layers: 2, Hidden: 8, Heads: 2, Intermediate: 12}

func encoderLayer(c transformer.Config) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": transformer.NewEncoderLayer(s, c).Forward(in.Get("x"), nil)}
	}
}

func decoderLayer(c transformer.Config) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"y": transformer.NewDecoderLayer(s, c).Forward(in.Get("x"), in.Get("memory"), nil, nil)}
	}
}

func encoderDecoder(c transformer.Config) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		m := transformer.NewEncoderDecoder(s, c)
		return graph.Outputs{"y": m.Forward(in.Get("source"), in.Get("target"), attention.Padding(in.Get("seen")), nil)}
	}
}

// Layers and the whole give PyTorch's outputs and gradients, and the whole
// learns as PyTorch's does.
func TestGolden(t *testing.T) {
	cases, err := golden.Read("testdata/golden.jsonl.gz")
	require.NoError(t, err)
	pre, gelu, causal := sizes, sizes, sizes
	pre.PreNorm = true
	gelu.PreNorm, gelu.Activation = true, layers.GELU
	causal.PreNorm, causal.Activation, causal.Causal = true, layers.GELU, true
	draws := map[string]graph.Draw{
		"encoder layer post-norm":            encoderLayer(sizes),
		"encoder layer pre-norm gelu causal": encoderLayer(causal),
		"decoder layer post-norm":            decoderLayer(sizes),
		"decoder layer pre-norm":             decoderLayer(pre),
		"transformer post-norm":              encoderDecoder(sizes),
		"transformer pre-norm gelu":          encoderDecoder(gelu),
	}
	require.Len(t, cases, len(draws))
	for name, draw := range draws {
		t.Run(name, func(t *testing.T) {
			c, decoding := cases[name], inDecoder
			if strings.HasPrefix(name, "encoder") {
				decoding = never
			} else if strings.HasPrefix(name, "decoder") {
				decoding = always
			}
			c.Rename(torchNames(decoding))
			worst, err := c.Check(1e-4, draw)
			require.NoError(t, err)
			t.Logf("off by %.1g", worst)
			if strings.HasPrefix(name, "transformer") {
				require.Len(t, c.Losses, 10)
				t.Logf("losses off by %.1g", train(t, c, draw))
			}
		})
	}
}

// train takes AdamW steps as the oracle did, and answers with the largest
// relative difference of a loss.
func train(t *testing.T, c *golden.Case, draw graph.Draw) (worst float64) {
	store, err := c.Store()
	require.NoError(t, err)
	f, err := graph.NewFunction(store, graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		loss := losses.MSE(draw(s, in)["y"], in.Get("labels"))
		s.Graph().Minimize(loss, nil)
		return graph.Outputs{"loss": loss}
	})
	require.NoError(t, err)
	in := graph.Values{"labels": c.Labels.Dense()}
	for name, x := range c.Inputs {
		in[name] = x.Dense()
	}
	o := optimizers.NewAdamW(0.01)
	o.WeightDecay = 0.1
	for step, want := range c.Losses {
		out, err := f.Run(in)
		require.NoError(t, err)
		got := float64(out["loss"].Float32s()[0])
		require.LessOrEqual(t, math.Abs(got-want), 1e-4*want, "step %d", step) // no NaN is
		worst = max(worst, math.Abs(got-want)/want)
		require.NoError(t, o.Update(store, f.Gradients()))
	}
	return worst
}
