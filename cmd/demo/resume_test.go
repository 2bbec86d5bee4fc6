package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/train"
)

// rewriteRecipes changes the recipe in every checkpoint of a run.
func rewriteRecipes(t *testing.T, out string, change func(recipe map[string]json.RawMessage)) {
	t.Helper()
	states, err := filepath.Glob(filepath.Join(out, runFolder, "step-*", "state.json"))
	require.NoError(t, err)
	require.NotEmpty(t, states)
	for _, path := range states {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		var state, recipe map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &state))
		require.NoError(t, json.Unmarshal(state["hyperparameters"], &recipe))
		change(recipe)
		state["hyperparameters"], err = json.Marshal(recipe)
		require.NoError(t, err)
		text, err = json.Marshal(state)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, text, 0o666))
	}
}

// begun is what the newest checkpoint says of how weights began: in its config, and
// in its recipe.
func begun(t *testing.T, out string) (config, kept float64) {
	t.Helper()
	latest, err := train.Latest(filepath.Join(out, runFolder))
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(latest.Path, configFile))
	require.NoError(t, err)
	var c gpt.GPT2Config
	require.NoError(t, json.Unmarshal(text, &c))
	var fields struct{ Init float64 }
	require.NoError(t, json.Unmarshal(latest.State.Hyperparameters, &fields))
	return c.InitializerRange, fields.Init
}

// A model of characters has no token that begins or ends a text, and its config says
// so; without, transformers takes GPT-2's 50256, which is no token of it.
func TestConfigHasNoEnds(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	text, err := os.ReadFile(filepath.Join(out, runFolder, "step-00000020", configFile))
	require.NoError(t, err)
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &fields))
	require.Equal(t, "null", string(fields["bos_token_id"]))
	require.Equal(t, "null", string(fields["eos_token_id"]))
}

// A run from before recipes said how weights begin, or in which precision, began as
// GPT-2 does, and its next checkpoints say so.
func TestResumeFromBeforeInit(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20), "--init", "0.02")
	rewriteRecipes(t, out, func(r map[string]json.RawMessage) {
		delete(r, "init")
		delete(r, "precision")
	})
	ok(t, "lm", "train", "--resume", "--steps", "25", "--out", out)
	config, kept := begun(t, out)
	require.Equal(t, 0.02, config)
	require.Equal(t, 0.02, kept)
	mistake(t, "--init 0.03: the run in --out "+out+" was begun with 0.02", "lm", "train", "--resume", "--out", out, "--init", "0.03")
}

// A run whose warm-up was longer than the run is still measured on its own text, and
// goes on.
func TestResumeWithLongWarmup(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	rewriteRecipes(t, out, func(r map[string]json.RawMessage) { r["warmup"] = json.RawMessage("100") })
	var e evaluated
	require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", out, "--json")), &e))
	require.Equal(t, "text.txt", filepath.Base(e.Text))
	ok(t, "lm", "train", "--resume", "--steps", "25", "--out", out)
}

// A run keeps the number that it began with; 0 in a recipe is what suits the width.
func TestResumeKeepsInit(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	want := (&recipe{Width: 16}).begin()
	config, kept := begun(t, out)
	require.Equal(t, want, config)
	require.Equal(t, want, kept)
	rewriteRecipes(t, out, func(r map[string]json.RawMessage) { r["init"] = json.RawMessage("0") })
	ok(t, "lm", "train", "--resume", "--steps", "25", "--out", out, "--init", "0")
	config, kept = begun(t, out)
	require.Equal(t, want, config)
	require.Equal(t, want, kept)
}
