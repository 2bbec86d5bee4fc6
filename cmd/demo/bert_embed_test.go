package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tinyBert is a config of which a model trains in no time.
func tinyBert() *bert.Config {
	c := bert.BaseUncased()
	c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize, c.MaxPositionEmbeddings = 32, 2, 2, 64, 64
	return c
}

// bertTexts is what a tokenizer is learned from.
const bertTexts = english + poem + "play music please; what is the weather in paris or rome? 我在北京，天气很好。 anna and bob live in london\n"

// bertFolder is a folder with a model of random weights and its tokenizer.
func bertFolder(t *testing.T, task bert.Task, labels ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "model")
	require.NoError(t, os.MkdirAll(dir, 0o777))
	w := tokenizer.NewWordPieceConfig(400)
	require.NoError(t, w.Enclose("[CLS]", "[SEP]"))
	text, err := tokenizer.TrainWordPiece(w, strings.NewReader(bertTexts))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tokenizer.json"), text, 0o666))
	k, err := tokenizer.Parse(text)
	require.NoError(t, err)
	c := tinyBert()
	c.VocabSize = k.Size()
	m, err := bert.New(c, 1)
	require.NoError(t, err)
	m, err = m.For(task, 1, labels...)
	require.NoError(t, err)
	require.NoError(t, m.Save(dir))
	return dir
}

func TestBertEmbed(t *testing.T) {
	dir := bertFolder(t, bert.Encoding)
	var whole, alone embedded
	lines := strings.Split(strings.TrimSpace(piped(t, english+poem, "bert", "embed", "--model", dir, "--json")), "\n")
	require.Len(t, lines, 3)
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &whole))
	require.Len(t, whole.Embedding, 32)
	require.Equal(t, english, whole.Text+"\n")
	require.NoError(t, json.Unmarshal([]byte(ok(t, "bert", "embed", "--model", dir, "--json", whole.Text)), &alone))
	require.InDeltaSlice(t, whole.Embedding, alone.Embedding, 1e-5)
	require.Len(t, strings.Split(ok(t, "bert", "embed", "--model", dir, "--pooling", "cls", "the cat"), "\t"), 32)

	file := filepath.Join(dir, "lines.txt")
	require.NoError(t, os.WriteFile(file, []byte(english+poem), 0o666))
	require.Equal(t, "1.000000\n", ok(t, "bert", "similarity", "--model", dir, "the cat", "the cat"))
	var found []similar
	said := ok(t, "bert", "similarity", "--model", dir, "--query", whole.Text, "--file", file, "--top", "2", "--json")
	require.NoError(t, json.Unmarshal([]byte(said), &found))
	require.Len(t, found, 2)
	require.Equal(t, 1, found[0].Number)
	require.InDelta(t, 1, found[0].Cosine, 1e-6)
	require.Greater(t, found[0].Cosine, found[1].Cosine)
}

func TestBertFillMask(t *testing.T) {
	dir := bertFolder(t, bert.MaskedLM)
	var f filledText
	said := ok(t, "bert", "fill-mask", "--model", dir, "--json", "--top", "3", "the [MASK] sat on [MASK]")
	require.NoError(t, json.Unmarshal([]byte(said), &f))
	require.Len(t, f.Masks, 2)
	for _, guesses := range f.Masks {
		require.Len(t, guesses, 3)
		require.GreaterOrEqual(t, guesses[0].Probability, guesses[1].Probability)
		require.Positive(t, guesses[2].Probability)
	}
	all := ok(t, "bert", "fill-mask", "--model", dir, "--json", "--top", "100", "the [MASK]")
	require.NoError(t, json.Unmarshal([]byte(all), &f))
	sum := 0.0
	for _, g := range f.Masks[0] {
		sum += g.Probability
	}
	require.Less(t, sum, 1+1e-6)
	require.Contains(t, piped(t, "the [MASK]\na [MASK] [MASK]\n", "bert", "fill-mask", "--model", dir), "mask 2")
}

func TestBertMistakes(t *testing.T) {
	dir := bertFolder(t, bert.Encoding)
	filling := bertFolder(t, bert.MaskedLM)
	empty, broken := filepath.Join(dir, "empty.txt"), filepath.Join(dir, "broken.txt")
	require.NoError(t, os.WriteFile(empty, nil, 0o666))
	require.NoError(t, os.WriteFile(broken, []byte("good\nb\xe4d\n"), 0o666))
	for want, args := range map[string][]string{
		"want --model, a folder":                                 {"embed", "a"},
		"--model none: there is no config.json in it":            {"embed", "--model", "none", "a"},
		"--file " + empty + ": the file is empty":                {"embed", "--model", dir, "--file", empty},
		"line 2: is not UTF-8":                                   {"embed", "--model", dir, "--file", broken},
		`--file x and the text "a": want one of them`:            {"embed", "--model", dir, "--file", "x", "a"},
		`--pooling "last": want cls, mean or max`:                {"embed", "--model", dir, "--pooling", "last", "a"},
		"--max-length 65: want 1 to 64, which the model was":     {"embed", "--model", dir, "--max-length", "65", "a"},
		"1 texts: want two to compare":                           {"similarity", "--model", dir, "a"},
		"--top -1: want 1 or more, or 0 for all":                 {"similarity", "--model", dir, "--top", "-1", "a", "b"},
		"text 1: there is no [MASK] in it":                       {"fill-mask", "--model", filling, "the cat"},
		`it has no head for masked words: config.json says ["Be`: {"fill-mask", "--model", dir, "the [MASK]"},
		"--top 0: want 1 to ":                                    {"fill-mask", "--model", filling, "--top", "0", "the [MASK]"},
	} {
		t.Run(want, func(t *testing.T) { mistake(t, want, append([]string{"bert"}, args...)...) })
	}
	small := tinyBert()
	small.VocabSize = 20
	m, err := bert.New(small, 1)
	require.NoError(t, err)
	require.NoError(t, m.Save(dir))
	mistake(t, "tokens, vocab_size is 20: they are of different models", "bert", "embed", "--model", dir, "a")
}
