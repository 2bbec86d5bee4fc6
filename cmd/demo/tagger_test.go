package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTagger(t *testing.T) {
	gold, err := filepath.Abs(filepath.Join("..", "..", "text", "segment", "testdata"))
	require.NoError(t, err)
	dev, test := filepath.Join(gold, "dev.words"), filepath.Join(gold, "test.words")
	t.Chdir(t.TempDir())

	said := ok(t, "tagger", "train", "--data", dev, "--hold", "0.1")
	require.Contains(t, said, "held back")
	require.Contains(t, said, filepath.Join("out", "tagger", "model.safetensors"))
	require.FileExists(t, filepath.Join("out", "tagger", "README.md"))
	require.Equal(t, "2004 年 ， 他 在 美国 。\n", ok(t, "tagger", "segment", "2004年，他在美国。"))
	require.JSONEq(t, `["2004", "年"]`, ok(t, "tagger", "segment", "--json", "2004年"))

	var list []wordScore
	require.NoError(t, json.Unmarshal([]byte(ok(t, "tagger", "score", "--data", test, "--train", dev, "--json")), &list))
	require.Len(t, list, 5)
	require.Greater(t, list[0].F1, 0.78)
	require.Greater(t, *list[0].OOVRecall, 0.5)
	require.Contains(t, ok(t, "tagger", "score", "--data", test), "tagger")

	require.NoError(t, os.WriteFile("bad.words", []byte("a \xff\n"), 0o666))
	require.NoError(t, os.WriteFile("empty.words", nil, 0o666))
	for args, want := range map[string]string{
		"tagger train":                                  "want --data, a file of sentences",
		"tagger train --data none.words":                "--data none.words: there is no such file",
		"tagger train --data empty.words":               "--data empty.words: the file has no words",
		"tagger train --data bad.words":                 "--data bad.words: segment: line 1 is not UTF-8",
		"tagger train --data bad.words --epochs 0":      "--epochs 0: want 1 or more",
		"tagger train --data bad.words --hold 1":        "--hold 1: want 0 to below 1",
		"tagger train --data bad.words --lr 0":          "--lr 0: want above 0",
		"tagger train --data bad.words --out bad.words": "--out bad.words is a file",
		"tagger train --data " + dev + " --width 0":     "width is 0: want 1 to",
		"tagger segment --checkpoint none 中":            "--checkpoint none: there is no model in it: train one",
		"tagger score --data " + test + " --train none": "--train none: there is no such file",
		"tagger segmnt":                                 `demo tagger has no subcommand "segmnt": did you mean "segment"?`,
	} {
		t.Run(args, func(t *testing.T) { mistake(t, want, strings.Fields(args)...) })
	}
}

// A run that was interrupted is gone on with, and reaches the same bits.
func TestTaggerResume(t *testing.T) {
	dev, err := filepath.Abs(filepath.Join("..", "..", "text", "segment", "testdata", "dev.words"))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	args := func(out string) []string {
		return []string{"tagger", "train", "--data", dev, "--epochs", "2", "--width", "8", "--hidden", "8", "--out", out}
	}
	ok(t, args("whole")...)
	require.NoDirExists(t, "whole/run", "there is nothing to go on with")

	ctx, cancel := context.WithCancel(context.Background())
	progress := &breaker{at: "step ", cancel: cancel}
	require.Equal(t, interrupted, run(ctx, args("broken"), io.Discard, progress))
	require.Contains(t, progress.String(), "which is saved; to go on: demo tagger train --resume --out broken\n")
	require.NoFileExists(t, "broken/model.safetensors")
	mistake(t, "--out broken has a run that was interrupted at step", args("broken")...)
	mistake(t, "--epochs with --resume: a resumed run keeps what it was begun with", append(args("broken"), "--resume")...)
	mistake(t, "--resume: there is no interrupted run in --out whole", "tagger", "train", "--resume", "--out", "whole")
	require.NoError(t, os.WriteFile("other.words", []byte("我 喜欢\n"), 0o666))
	mistake(t, "the sentences of --data other.words are not those", "tagger", "train", "--resume", "--out", "broken", "--data", "other.words")

	ok(t, "tagger", "train", "--resume", "--out", "broken")
	for _, name := range []string{"model.safetensors", "config.json", "vocabulary.json"} {
		require.Equal(t, content(t, filepath.Join("whole", name)), content(t, filepath.Join("broken", name)), name)
	}
	require.NoDirExists(t, "broken/run")
}

func TestTaggerInterrupted(t *testing.T) {
	dev := filepath.Join("..", "..", "text", "segment", "testdata", "dev.words")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := filepath.Join(t.TempDir(), "out")
	var said bytes.Buffer
	require.Equal(t, interrupted, run(ctx, []string{"tagger", "train", "--data", dev, "--out", out}, io.Discard, &said))
	require.Contains(t, said.String(), "demo: train: interrupted before the first step\n")
	require.NoFileExists(t, filepath.Join(out, "model.safetensors"))
}
