package gpt_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
)

// wantGreedy continues each prompt alone.
func wantGreedy(t testing.TB, m *gpt.Model, g golden) {
	t.Helper()
	d, err := m.Decoding(0)
	require.NoError(t, err)
	for _, c := range g.Greedy {
		s := generate.Generator{Model: d, Config: generate.Config{MaxNew: c.New, StopTokens: []int{g.EOS}}}
		out, err := s.Generate(context.Background(), [][]int{c.Prompt})
		require.NoError(t, err)
		require.Equal(t, c.Tokens, out[0].Tokens, "%v", c.Prompt)
	}
}

// wantTogether continues all prompts in one batch.
func wantTogether(t testing.TB, m *gpt.Model, g golden) {
	t.Helper()
	d, err := m.Decoding(0)
	require.NoError(t, err)
	var prompts [][]int
	for _, c := range g.Greedy {
		prompts = append(prompts, c.Prompt)
	}
	s := generate.Generator{Model: d, Config: generate.Config{MaxNew: g.Greedy[0].New, StopTokens: []int{g.EOS}}}
	out, err := s.Generate(context.Background(), prompts)
	require.NoError(t, err)
	for i, want := range g.Batched {
		require.Equal(t, want, out[i].Tokens, "%v", prompts[i])
	}
}

func wantSearches(t testing.TB, m *gpt.Model, g golden) {
	t.Helper()
	d, err := m.Decoding(0)
	require.NoError(t, err)
	for _, c := range g.Searches {
		b := generate.BeamConfig{Beams: c.Beams, LengthPenalty: c.LengthPenalty, Return: c.Beams}
		if c.EarlyStopping != "false" {
			b.EarlyStopping = generate.EarlyStopping(c.EarlyStopping)
		}
		s := generate.Generator{Model: d, Config: generate.Config{MaxNew: c.New, StopTokens: []int{g.EOS}}}
		found, err := s.Beams(context.Background(), [][]int{c.Prompt}, b)
		require.NoError(t, err)
		about := fmt.Sprintf("%v %+v", c.Prompt, b)
		require.Len(t, found[0], len(c.Sequences), about)
		for i, h := range found[0] {
			require.Equal(t, c.Sequences[i], h.Tokens, "%s: hypothesis %d", about, i)
			require.InEpsilon(t, c.Scores[i], h.Score, tolerance, about)
		}
	}
}

func TestGenerations(t *testing.T) {
	for _, dir := range folders {
		g, m := readGolden(t, dir), load(t, dir)
		wantGreedy(t, m, g)
		wantTogether(t, m, g)
		wantSearches(t, m, g)
	}
}

// Layouts are reversible: what is saved is what was read, byte for byte.
func wantSaved(t testing.TB, m *gpt.Model, dir, saved string) {
	t.Helper()
	require.NoError(t, m.Save(saved))
	for _, name := range []string{"config.json", "model.safetensors"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(saved, name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), name)
	}
}

func TestSaveWritesWhatWasLoaded(t *testing.T) {
	for _, dir := range folders {
		wantSaved(t, load(t, dir), dir, filepath.Join(t.TempDir(), "new", "folder"))
	}
}

// Variants ask for what the two folders do not: rotary positions of llama3 and
// linear, biases, heads of another width, an output of its own, unscaled scores.
var variants = []string{"testdata/variants/gpt2", "testdata/variants/linear", "testdata/variants/llama3"}

func TestVariants(t *testing.T) {
	for _, dir := range variants {
		g, m := readGolden(t, dir), load(t, dir)
		t.Logf("%s: logits differ by at most %.3g", dir, wantLogits(t, m, g))
		wantGreedy(t, m, g)
		wantTogether(t, m, g)
		wantSearches(t, m, g)
		wantSaved(t, m, dir, filepath.Join(t.TempDir(), "saved"))
	}
}

// What a variant's config asks for shows in its logits.
func TestVariantsAreSensitive(t *testing.T) {
	for i, change := range [][]string{
		{`"scale_attn_by_inverse_layer_idx": true`, `"scale_attn_by_inverse_layer_idx": false`},
		{`"rope_type": "linear"`, `"rope_type": "default"`},
		{`"rope_type": "llama3"`, `"rope_type": "linear"`},
	} {
		dir := folder(t, variants[i])
		edit(t, dir, change...)
		want := flat(readGolden(t, variants[i]).Logits)
		far := farthest(t, logits(t, load(t, dir), readGolden(t, variants[i]).IDs), want)
		require.Greater(t, far, 10*tolerance*largest(want), change[0])
	}
}

// Random checkpoints of internal/oracle/gpt.py random are not committed: name
// their folder to have each loaded, compared, and saved below it.
func TestRandomCheckpoints(t *testing.T) {
	root := os.Getenv("GAZE_GPT_CHECKPOINTS")
	if root == "" {
		t.Skip("GAZE_GPT_CHECKPOINTS names no folder")
	}
	dirs, err := filepath.Glob(filepath.Join(root, "*", "golden.json"))
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	worst := 0.0
	for _, dir := range dirs {
		dir = filepath.Dir(dir)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			g, m := readGolden(t, dir), load(t, dir)
			worst = max(worst, wantLogits(t, m, g))
			wantGreedy(t, m, g)
			wantTogether(t, m, g)
			wantSearches(t, m, g)
			wantSaved(t, m, dir, filepath.Join(dir, "saved"))
			saveNew(t, m.Config, g.IDs, filepath.Join(dir, "new"))
		})
	}
	t.Logf("%d checkpoints: logits differ by at most %.3g", len(dirs), worst)
}

// saveNew saves a model with weights of our own, and its logits.
func saveNew(t *testing.T, c gpt.Config, ids [][]int, dir string) {
	t.Helper()
	m, err := gpt.New(c, 1)
	require.NoError(t, err)
	require.NoError(t, m.Save(filepath.Join(dir, "saved")))
	text, err := json.Marshal(map[string]any{"ids": ids, "logits": logits(t, m, ids)})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "golden.json"), text, 0o600))
}
