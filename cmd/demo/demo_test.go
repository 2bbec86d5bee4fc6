package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/ops"
)

// said is what the program wrote, and its exit status.
type said struct {
	out, progress string
	status        int
}

// demo runs the program in-process.
func demo(args ...string) said {
	var out, progress bytes.Buffer
	status := run(context.Background(), args, &out, &progress)
	return said{out.String(), progress.String(), status}
}

// ok runs it and wants success.
func ok(t *testing.T, args ...string) string {
	t.Helper()
	s := demo(args...)
	require.Equal(t, 0, s.status, s.progress)
	return s.out
}

// small are flags of a run of a second.
var small = []string{"--layers", "1", "--heads", "2", "--width", "16", "--block", "16", "--batch", "4", "--steps", "20",
	"--eval-every", "10", "--save-every", "5", "--warmup", "2"}

// trainSmall trains on a text, given as the file's content.
func trainSmall(t *testing.T, text string, flags ...string) (out string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "text.txt")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	out = filepath.Join(dir, "out")
	ok(t, append(append([]string{"lm", "train", "--data", file, "--out", out}, small...), flags...)...)
	return out
}

const english = "the cat sat on the mat, and the dog sat on the log.\n"

const poem = "春眠不覺曉,處處聞啼鳥。\n夜來風雨聲,花落知多少。\n"

// From a text to everything that can be done with a model of it.
func TestFromTextToPictures(t *testing.T) {
	for name, c := range map[string]struct {
		text, prompt string
		flags        []string
	}{
		"characters": {strings.Repeat(english, 20), "the cat", nil},
		"bytes":      {strings.Repeat(poem, 20), "春眠", []string{"--vocabulary", "byte"}},
		"Chinese":    {strings.Repeat(poem, 20), "春眠不覺曉", []string{"--dropout", "0.1", "--accumulate", "2", "--bias=false"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := trainSmall(t, c.text, c.flags...)
			for _, file := range []string{"README.md", "loss.png", "loss.svg", "run/log.jsonl", "run/step-00000020/config.json"} {
				require.FileExists(t, filepath.Join(out, file))
			}

			text := ok(t, "lm", "sample", "--checkpoint", out, "--prompt", c.prompt, "--tokens", "40")
			require.True(t, strings.HasPrefix(text, c.prompt), text)
			require.Equal(t, text, ok(t, "lm", "sample", "--checkpoint", out, "--prompt", c.prompt, "--tokens", "40"))

			var e evaluated
			require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", out, "--json")), &e))
			require.Len(t, e.Scores, 3)
			require.Greater(t, e.Scores[2].Loss, e.Scores[0].Loss, "it should know more than nothing")

			maps := filepath.Join(out, "maps")
			ok(t, "attention", "--checkpoint", out, c.prompt, "--out", maps)
			page, err := os.ReadFile(filepath.Join(maps, "attention.html"))
			require.NoError(t, err)
			require.Contains(t, string(page), "<!DOCTYPE html>")
			require.FileExists(t, filepath.Join(maps, "attention.png"))
		})
	}
}

// The loss that lm train prints is the one that lm eval finds.
func TestTrainAndEvalAgree(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "text.txt")
	require.NoError(t, os.WriteFile(file, []byte(strings.Repeat(english, 20)), 0o666))
	var trained trained
	args := append([]string{"lm", "train", "--data", file, "--out", filepath.Join(dir, "out"), "--json"}, small...)
	require.NoError(t, json.Unmarshal([]byte(ok(t, args...)), &trained))
	require.Equal(t, trained.BestStep, trained.Steps)
	var e evaluated
	require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", trained.Checkpoint, "--data", file, "--json")), &e))
	require.InDelta(t, trained.Loss, e.Scores[0].Loss, 1e-6)
}

// Characters count, whatever the tokens are: a byte model's bits are of characters.
func TestBitsOfBytes(t *testing.T) {
	out := trainSmall(t, strings.Repeat(poem, 20), "--vocabulary", "byte")
	var e evaluated
	require.NoError(t, json.Unmarshal([]byte(ok(t, "lm", "eval", "--checkpoint", out, "--json", "--on", "all")), &e))
	require.Equal(t, 20*len(poem), e.Tokens)
	require.Equal(t, 20*len([]rune(poem))-1, e.Characters) // of the first character two bytes are predicted
	require.InDelta(t, e.Scores[0].Loss*float64(e.Tokens-1)/float64(e.Characters)/0.6931471805599453, e.Scores[0].BitsPerCharacter, 1e-9)
}

func TestBeamsAndStops(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	var s sampled
	text := ok(t, "lm", "sample", "--checkpoint", out, "--prompt", "the ", "--tokens", "30", "--beams", "3", "--json")
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	require.Len(t, s.Tokens, 30)
	require.NotNil(t, s.Score)

	text = ok(t, "lm", "sample", "--checkpoint", out, "--prompt", "the ", "--tokens", "500", "--stop", "a", "--json", "--temperature", "1")
	s = sampled{}
	require.NoError(t, json.Unmarshal([]byte(text), &s))
	require.NotContains(t, s.Text, "a")
	require.EqualValues(t, "stop string", s.Reason)
}

// A published model without a vocabulary takes ids and gives ids; with llama2.c's
// it writes.
func TestPublishedModels(t *testing.T) {
	ids := strings.Fields(ok(t, "lm", "sample", "--checkpoint", "../../gpt/testdata/gpt2", "--ids", "3,4", "--tokens", "5", "--temperature", "0"))
	require.Len(t, ids, 5)
	require.Equal(t, "Once upon a time, there was a little girl named Lily. She loved to play outside in the park.\n",
		ok(t, "lm", "sample", "--checkpoint", "../../gpt/testdata/stories260K", "--temperature", "0", "--stop", " One day"))
	ok(t, "attention", "--checkpoint", "../../gpt/testdata/stories260K", "--ids", "1,403,407,261", "--out", t.TempDir())
}

func TestVersion(t *testing.T) {
	var f versionFacts
	require.NoError(t, json.Unmarshal([]byte(ok(t, "version", "--json")), &f))
	require.NotEmpty(t, f.CPU)
	require.Equal(t, ops.Level(), f.Level)
	require.Positive(t, f.Workers)
	require.Contains(t, ok(t, "version"), f.CPU)
	require.Contains(t, ok(t, "version"), "kernels  "+f.Level+"\n")
	require.Contains(t, ok(t, "licenses"), "Apache License")
	require.Contains(t, ok(t, "completion", "bash"), "__demo")
	require.Contains(t, ok(t, "__complete", "lm", "train", "--preset", ""), "nanogpt-cpu")
}
