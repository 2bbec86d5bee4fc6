package main

import (
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

func TestTaggerInterrupted(t *testing.T) {
	dev := filepath.Join("..", "..", "text", "segment", "testdata", "dev.words")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := filepath.Join(t.TempDir(), "out")
	require.Equal(t, interrupted, run(ctx, []string{"tagger", "train", "--data", dev, "--out", out}, io.Discard, io.Discard))
	require.NoFileExists(t, filepath.Join(out, "model.safetensors"))
}
