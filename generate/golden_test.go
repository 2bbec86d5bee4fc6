package generate_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

var background = context.Background()

// Prompts of different lengths, in one batch, against transformers one by one.
func TestGreedyEqualsTransformers(t *testing.T) {
	g := load(t)
	for _, c := range g.Greedy {
		name := fmt.Sprintf("stop %v, penalty %v, most %d", c.Stop, c.Penalty, c.Most)
		config := generate.Config{RepetitionPenalty: c.Penalty, MaxNew: c.Most, StopTokens: c.Stop}
		out, err := (&generate.Generator{Model: &recurrent{golden: g}, Config: config}).Generate(background, g.Prompts)
		require.NoError(t, err, name)
		for i, want := range c.Tokens {
			require.Equal(t, want, out[i].Tokens, "%s, prompt %d", name, i)
		}
	}
}

func TestBeamsEqualTransformers(t *testing.T) {
	g := load(t)
	ended, full := 0, 0
	for _, c := range g.Beams {
		name := fmt.Sprintf("%+v, stop %v, penalty %v, most %d", c.BeamConfig, c.Stop, c.Penalty, c.Most)
		config := generate.Config{RepetitionPenalty: c.Penalty, MaxNew: c.Most, StopTokens: c.Stop}
		c.BeamConfig.Return = c.BeamConfig.Beams
		found, err := (&generate.Generator{Model: &recurrent{golden: g}, Config: config}).
			Beams(background, g.Prompts, c.BeamConfig)
		require.NoError(t, err, name)
		for i, want := range c.Found {
			require.Len(t, found[i], len(want), "%s, prompt %d", name, i)
			for j, h := range want {
				require.Equal(t, h.Tokens, found[i][j].Tokens, "%s, prompt %d, hypothesis %d", name, i, j)
				require.InDelta(t, h.Score, found[i][j].Score, 1e-5*max(1, math.Abs(h.Score)), "%s, prompt %d, hypothesis %d", name, i, j)
				if found[i][j].Reason == generate.ByToken {
					ended++
				} else {
					full++
				}
			}
		}
	}
	require.Greater(t, ended, 100, "the vectors show no stop tokens")
	require.Greater(t, full, 100, "the vectors show no lengths")
}

func TestTransformsEqualTransformers(t *testing.T) {
	make := map[string]func(x float64) generate.Transform{
		"penalty":     generate.RepetitionPenalty,
		"temperature": generate.Temperature,
		"top_k":       func(x float64) generate.Transform { return generate.TopK(int(x)) },
		"top_p":       generate.TopP,
		"min_p":       generate.MinP,
	}
	for _, c := range load(t).Processors {
		require.Contains(t, make, c.Kind)
		make[c.Kind](c.Argument)(c.Logits, c.Seen)
		sameLogits(t, c.Want, c.Logits, fmt.Sprintf("%s %v", c.Kind, c.Argument))
	}
}

// The order of transforms, through Config.
func TestChainEqualsTransformers(t *testing.T) {
	for _, c := range load(t).Chains {
		got := generate.Chained(c.Config, c.Logits, c.Seen)
		sameLogits(t, c.Want, got, fmt.Sprintf("%+v", c.Config))
	}
}

func sameLogits(t *testing.T, want []*float32, got []float32, name string) {
	t.Helper()
	require.Len(t, got, len(want), name)
	for i, w := range want {
		if w == nil {
			require.True(t, math.IsInf(float64(got[i]), -1), "%s: logits[%d] is %v: want it hidden", name, i, got[i])
			continue
		}
		require.InDelta(t, *w, got[i], 1e-5, "%s: logits[%d]", name, i)
	}
}
