package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// From gold sentences to a segmenter of each kind, and to words.
func TestSegment(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("gold.words", []byte("我 喜欢 猫\n我 喜欢 你\n猫 喜欢 我\n"), 0o666))
	for _, model := range segmenterNames {
		file := filepath.Join("out", "segment", model+".segmenter")
		said := ok(t, "segment", "train", "--data", "gold.words", "--model", model)
		require.Contains(t, said, model+", learned from 3 sentences\n\n"+file)
		require.Equal(t, "我 喜欢 你\n", ok(t, "segment", "cut", "--segmenter", file, "我喜欢你"), model)
	}
	require.Len(t, segmenters, len(segmenterNames))
	require.Equal(t, "我 喜欢 猫\n\n你\n", piped(t, "我喜欢猫\n\n你", "segment", "cut"))
	require.JSONEq(t, `["我", "喜欢"]`, ok(t, "segment", "cut", "--json", "我喜欢"))

	require.NoError(t, os.WriteFile("mine.txt", []byte("mine"), 0o666))
	for args, want := range map[string]string{
		"segment train":                                        "want --data, a file of sentences",
		"segment train --data none":                            "--data none: there is no such file",
		"segment train --data gold.words --model gpt":          "--model gpt: want one of hmm, ngram, perceptron, forward, backward, two-way",
		"segment train --data gold.words --out mine.txt":       "--out mine.txt is there, is no segmenter, and would be lost",
		"segment train --data gold.words --out mine.txt/a.out": "--out mine.txt/a.out: cannot make its folder: not a directory",
		"segment cut --segmenter none 我":                       "--segmenter none: there is no such file: make one with demo segment train",
		"segment cut --segmenter mine.txt 我":                   `segment: mine.txt: it begins with "mine": want`,
		"segment cat":                                          `demo segment has no subcommand "cat": did you mean "cut"?`,
	} {
		t.Run(args, func(t *testing.T) { mistake(t, want, strings.Fields(args)...) })
	}
	require.Equal(t, "mine", content(t, "mine.txt"))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var told bytes.Buffer
	require.Equal(t, interrupted, run(ctx, []string{"segment", "train", "--data", "gold.words", "--out", "new"}, io.Discard, &told))
	require.Equal(t, "demo: interrupted: nothing was kept, and there is no new\n", told.String())
}
