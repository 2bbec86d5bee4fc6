package main

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/clean"
)

// Words without a space, one of a megabyte among them, go through whole tokenizers,
// every step of cleaning and the segmenters, and twice the text runs at most 2.25
// times the statements: n·log n is 2.15 times here, and n² four times. They are
// counted by Go's own coverage, so that none is forgotten; what the standard library
// does is not.
func TestTwiceTheTextIsTwiceTheWork(t *testing.T) {
	folder := t.TempDir()
	program, counters := filepath.Join(folder, "growth"), filepath.Join(folder, "counted")
	_, err := command("go", "build", "-cover", "-covermode=atomic", "-coverpkg=.,../../text/...,../unicode15", "-o", program, ".")
	require.NoError(t, err)
	_, err = command(program, filepath.Join("..", "..", "text", "tokenizer", "testdata", "hf"), counters)
	require.NoError(t, err)
	texts, err := filepath.Glob(filepath.Join(counters, "*", "*"))
	require.NoError(t, err)
	require.Equal(t, len(words)*(9+len(clean.Steps())+9), len(texts)) // 9 tokenizers, 9 segmenters
	all, err := countAll(texts)
	require.NoError(t, err)
	longest := 0
	for text, work := range all {
		sizes := sorted(work)
		require.Subset(t, sizes, usual, text)
		require.Positive(t, work[sizes[0]], text)
		for i, n := range sizes[1:] {
			times := float64(n) / float64(sizes[i])
			most := times * (1 + math.Log2(times)/8)
			require.LessOrEqual(t, work[n], most*work[sizes[i]], "%s: %d bytes after %d", text, n, sizes[i])
		}
		longest = max(longest, sizes[len(sizes)-1])
	}
	require.Equal(t, megabyte, longest)
}

func sorted(work map[int]float64) (sizes []int) {
	for n := range work {
		sizes = append(sizes, n)
	}
	slices.Sort(sizes)
	return sizes
}
