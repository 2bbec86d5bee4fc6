package model

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkWords splits the words of a text by vocabularies in use, which it finds
// in the folder that GAZE_SHARED names: as words come, remembered; each word once;
// and the whole text as one word.
func BenchmarkWords(b *testing.B) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		b.Skip("GAZE_SHARED is not set")
	}
	text := unzipped(b, filepath.Join(shared, "data", "tiny_shakespeare", "input.txt.gz"))
	for name, mark := range map[string]string{"wp_minilm": "", "bl_gpt2": "Ġ", "uni_t5": "▁", "ms_llama2": "▁"} {
		m := shown(b, filepath.Join(shared, "vectors", "hf_tokenizers", name+".tokenizer.json.gz"))
		var words, once [][]byte
		seen := map[string]bool{}
		for _, word := range bytes.Fields(bytes.ToLower(text)) {
			word = append([]byte(mark), word...)
			words = append(words, word)
			if !seen[string(word)] {
				seen[string(word)] = true
				once = append(once, word)
			}
		}
		whole := [][]byte{bytes.Join(words, nil)}
		for kind, words := range map[string][][]byte{"words": words, "once": once, "whole": whole} {
			b.Run(name+"/"+kind, func(b *testing.B) { splitting(b, m, words) })
		}
	}
}

func splitting(b *testing.B, m Model, words [][]byte) {
	var s Scratch
	var pieces []Piece
	size := 0
	for _, word := range words {
		size += len(word)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, word := range words {
			pieces, _ = m.Append(pieces[:0], word, &s)
		}
	}
}

// BenchmarkFromJSON reads the models.
func BenchmarkFromJSON(b *testing.B) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		b.Skip("GAZE_SHARED is not set")
	}
	for _, name := range []string{"wp_minilm", "bl_gpt2", "uni_t5"} {
		raw := shownJSON(b, filepath.Join(shared, "vectors", "hf_tokenizers", name+".tokenizer.json.gz"))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				_, err := FromJSON(raw)
				require.NoError(b, err)
			}
		})
	}
}

func shown(b testing.TB, name string) Model {
	m, err := FromJSON(shownJSON(b, name))
	require.NoError(b, err)
	return m
}

func shownJSON(b testing.TB, name string) json.RawMessage {
	var file struct {
		Model json.RawMessage `json:"model"`
	}
	require.NoError(b, json.Unmarshal(unzipped(b, name), &file))
	return file.Model
}

func unzipped(b testing.TB, name string) []byte {
	f, err := os.Open(name)
	require.NoError(b, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(b, err)
	text, err := io.ReadAll(z)
	require.NoError(b, err)
	return text
}
