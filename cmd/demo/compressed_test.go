package main

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Files of gzip are no text, and nothing is written of them.
func TestCompressedTextsAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt.gz")
	f, err := os.Create(file)
	require.NoError(t, err)
	z := gzip.NewWriter(f)
	_, err = z.Write([]byte("To be, or not to be\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	out := filepath.Join(t.TempDir(), "out")
	mistake(t, file+" is compressed: want text, as of zcat "+file+" | demo clean", "clean", file, "--out", out)
	require.NoDirExists(t, out)
	mistake(t, file+" is compressed: want text, as of zcat "+file+" | demo tokenizer train", "tokenizer", "train", file, "--out", filepath.Join(out, "tokenizer.json"))
	require.NoDirExists(t, out)
	vocabulary := filepath.Join(t.TempDir(), "vocab.txt")
	require.NoError(t, os.WriteFile(vocabulary, []byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nto\n"), 0o600))
	mistake(t, "--file "+file+" is compressed: want text, as of zcat "+file+" | the same command without --file", "tokenizer", "encode", "--tokenizer", vocabulary, "--file", file)
}
