package gpt_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
	"github.com/gaze-ml/gaze/weights"
)

const stories = "testdata/stories260K"

// vocabulary is that of stories260K.
func vocabulary(t testing.TB) *tokenizer.Pieces {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(stories, "tok512.bin"))
	require.NoError(t, err)
	p, err := tokenizer.ParseLlama2c(file)
	require.NoError(t, err)
	return p
}

// published is the text that llama2.c's documentation shows for ./run -t 0.0.
func published(t testing.TB) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(stories, "EXPECTED.md"))
	require.NoError(t, err)
	found := regexp.MustCompile("(?s)\n\\$ \\./run [^\n]* -t 0\\.0\n(.*?)\n```").FindSubmatch(page)
	require.NotNil(t, found)
	return string(found[1])
}

// llama2.c takes 256 steps from the beginning of text, 1, which also ends a text.
func TestStoriesAsPublished(t *testing.T) {
	m := load(t, stories)
	streamed := ""
	g := generate.Generator{
		Model:   decoding(t, m, 0),
		Config:  generate.Config{MaxNew: 256, StopTokens: []int{1}},
		Decoder: vocabulary(t),
		Stream:  func(_, _ int, text string) bool { streamed += text; return true },
	}
	out, err := g.Generate(context.Background(), [][]int{{1}})
	require.NoError(t, err)
	require.Equal(t, published(t), out[0].Text)
	require.Equal(t, published(t), streamed)
}

// A batch gives what each prompt gives alone, in the full length of the model.
func TestStoriesBatch(t *testing.T) {
	m := load(t, stories)
	prompts := [][]int{{1}, {1, 403, 407, 261}, {1, 310, 439}}
	g := generate.Generator{Model: decoding(t, m, 200), Config: generate.Config{MaxNew: 150}}
	together, err := g.Generate(context.Background(), prompts)
	require.NoError(t, err)
	for i, p := range prompts {
		alone, err := g.Generate(context.Background(), [][]int{p})
		require.NoError(t, err)
		require.Equal(t, alone[0], together[i])
	}
}

// Many may decode with one model at once.
func TestStoriesAtOnce(t *testing.T) {
	m := load(t, stories)
	texts := make([]string, 4)
	pieces := vocabulary(t)
	errs := make([]error, len(texts))
	var all sync.WaitGroup
	for i := range texts {
		d := decoding(t, m, 64)
		all.Go(func() {
			g := generate.Generator{Model: d, Config: generate.Config{MaxNew: 40}, Decoder: pieces}
			var out []generate.Output
			out, errs[i] = g.Generate(context.Background(), [][]int{{1}})
			texts[i] = out[0].Text
		})
	}
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	for _, text := range texts {
		require.True(t, strings.HasPrefix(published(t), text), text)
		require.NotEmpty(t, text)
	}
}

// A checkpoint in shards is read by its index.
func TestStoriesInShards(t *testing.T) {
	m := load(t, stories)
	dir := t.TempDir()
	s, err := weights.Open(stories)
	require.NoError(t, err)
	require.NoError(t, s.SaveSharded(dir, 300_000))
	require.NoError(t, s.Close())
	writeConfig(t, dir, m.Config)
	require.FileExists(t, filepath.Join(dir, "model.safetensors.index.json"))
	ids := [][]int{{1, 403, 407, 261, 378}}
	wantNear(t, logits(t, m, ids), logits(t, load(t, dir), ids))
}

// The same weights under llama2.c's names and under Hugging Face's: config and
// names decide how rotary pairs lie, and either is saved as it was.
func TestStoriesInEveryLayout(t *testing.T) {
	m := load(t, stories)
	c := m.Config.(*gpt.Llama2cConfig)
	require.Equal(t, gpt.Stories260K().Llama(), c.Llama())
	ids := [][]int{{1, 403, 407, 261, 378}}
	want := logits(t, m, ids)

	folder := filepath.Join(t.TempDir(), "saved")
	require.NoError(t, m.Save(folder))
	wantSameFile(t, stories, folder, "model.safetensors")
	wantNear(t, want, logits(t, load(t, folder), ids))

	// Meta's names in a folder of Hugging Face's config.
	meta := t.TempDir()
	copyFile(t, filepath.Join(stories, "model.safetensors"), filepath.Join(meta, "model.safetensors"))
	writeConfig(t, meta, c.Llama())
	loaded := load(t, meta)
	wantNear(t, want, logits(t, loaded, ids))
	require.NoError(t, loaded.Save(folder))
	wantSameFile(t, stories, folder, "model.safetensors")

	// Hugging Face's names.
	hf := filepath.Join(t.TempDir(), "hf")
	require.NoError(t, (&gpt.Model{Config: c.Llama(), Store: renamed(t, m)}).Save(hf))
	published, err := weights.Open(hf)
	require.NoError(t, err)
	require.Contains(t, published.Paths(), "model.layers.4.self_attn.q_proj.weight")
	require.NoError(t, published.Close())
	wantNear(t, want, logits(t, load(t, hf), ids))
}

// renamed has m's weights, and remembers no file that they were read from.
func renamed(t *testing.T, m *gpt.Model) *weights.Store {
	t.Helper()
	s := weights.New(0)
	for _, path := range m.Store.Paths() {
		e, _ := m.Store.Entry(path)
		require.NoError(t, s.PutBytes(path, e.Dtype(), e.Bytes(), e.Shape()...))
	}
	return s
}

func wantSameFile(t *testing.T, a, b, name string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join(a, name))
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join(b, name))
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), name)
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, text, 0o600))
}

func writeConfig(t testing.TB, dir string, c gpt.Config) {
	t.Helper()
	text, err := c.MarshalJSON()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config.json"), text, 0o600))
}

// BenchmarkDecoding continues one text by 256 tokens.
func BenchmarkDecoding(b *testing.B) {
	m := load(b, stories)
	g := generate.Generator{Model: decoding(b, m, 0), Config: generate.Config{MaxNew: 256}}
	_, err := g.Generate(context.Background(), [][]int{{1}}) // compiles
	require.NoError(b, err)
	for b.Loop() {
		_, err := g.Generate(context.Background(), [][]int{{1}})
		require.NoError(b, err)
	}
	b.ReportMetric(256*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkTraining is forward and backward of 4 texts of 128 tokens.
func BenchmarkTraining(b *testing.B) {
	f, err := load(b, stories).Training(graph.Options{})
	require.NoError(b, err)
	ids := make([][]int, 4)
	for i := range ids {
		for j := range 128 {
			ids[i] = append(ids[i], (i*j+3*j)%512)
		}
	}
	in := graph.Values{"ids": rows(ids), "labels": rows(ids)}
	require.NoError(b, f.Call(in, nil, nil)) // compiles
	for b.Loop() {
		require.NoError(b, f.Call(in, nil, nil))
	}
}
