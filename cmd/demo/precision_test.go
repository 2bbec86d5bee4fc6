package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

// Every precision is one that --precision knows, by a name of its own.
func TestPrecisionNames(t *testing.T) {
	require.Equal(t, []string{"float32", "bf16x3", "bf16"}, precisionNames(trainable))
	require.Equal(t, []string{"float32", "bf16x3", "bf16", "int8"}, precisionNames(evaluable))
	require.False(t, graph.Precision(len(evaluable)).Known())
}

// A run in each precision keeps it in its recipe, and goes on in it.
func TestTrainInEachPrecision(t *testing.T) {
	weights := map[string]string{}
	for _, p := range precisionNames(trainable) {
		out := trainSmall(t, strings.Repeat(english, 20), "--precision", p)
		latest, err := train.Latest(filepath.Join(out, runFolder))
		require.NoError(t, err)
		r, err := readRecipe(latest.State.Hyperparameters)
		require.NoError(t, err)
		require.Equal(t, p, r.Precision)
		file, err := os.ReadFile(filepath.Join(latest.Path, "model.safetensors"))
		require.NoError(t, err)
		weights[p] = string(file)

		var more trained
		require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "train", "--out", out, "--resume", "--steps", "25", "--json")), &more))
		require.Equal(t, p, more.Recipe.Precision)
		require.Equal(t, 25, more.Steps)
	}
	require.False(t, weights["bf16"] == weights["float32"], "bf16 should round something")
}

// The loss in each precision is near that in float32, and not it where something
// is rounded; the model was trained in float32.
func TestEvalAndSampleInEachPrecision(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	loss := map[string]float64{}
	for _, p := range precisionNames(evaluable) {
		var e evaluated
		require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", out, "--precision", p, "--json")), &e))
		require.Equal(t, p, e.Precision)
		loss[p] = e.Scores[0].Loss
		require.InDelta(t, loss[exact], loss[p], 0.01, p)

		args := []string{"lm", "sample", "--checkpoint", out, "--prompt", "the ", "--tokens", "30", "--precision", p}
		text := ok(t, args...)
		require.True(t, strings.HasPrefix(text, "the "), text)
		require.Equal(t, text, ok(t, args...))
	}
	require.NotEqual(t, loss[exact], loss["bf16"])
	require.NotEqual(t, loss["bf16"], loss["int8"])
}

// The loss that lm train finds is the one that lm eval finds in that precision.
func TestTrainAndEvalAgreeInBF16(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20), "--precision", "bf16")
	best, err := train.Best(filepath.Join(out, runFolder))
	require.NoError(t, err)
	var e evaluated
	require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", out, "--precision", "bf16", "--json")), &e))
	require.InDelta(t, best.State.Best, e.Scores[0].Loss, 1e-6)
}

// A recipe from before there were precisions is one in float32.
func TestRecipeWithoutPrecision(t *testing.T) {
	r, err := readRecipe([]byte(`{"layers": 3}`))
	require.NoError(t, err)
	require.Equal(t, exact, r.Precision)
}

// Help says which precisions there are, and shows one at work.
func TestHelpOfPrecision(t *testing.T) {
	for command, example := range map[string]string{
		"train":  "demo lm train --precision bf16",
		"eval":   "demo lm eval --precision int8",
		"sample": "demo lm sample --precision int8",
	} {
		help := strings.Join(strings.Fields(ok(t, "lm", command, "--help")), " ") // which is wrapped
		require.Contains(t, help, "of matrix products: float32, bf16x3, bf16")
		require.Contains(t, help, example)
	}
}
