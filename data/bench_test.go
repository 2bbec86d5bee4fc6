package data_test

import (
	"strings"
	"testing"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

func BenchmarkEncode(b *testing.B) {
	text := corpora.TinyShakespeare()
	c, err := tokenizer.NewCharacters(text)
	if err != nil {
		b.Fatal(err)
	}
	for name, v := range map[string]tokenizer.Vocabulary{"characters": c, "bytes": tokenizer.Bytes{}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := data.EncodeText(text, v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadText(b *testing.B) {
	text := strings.ReplaceAll(corpora.TinyShakespeare(), "\n", "\r\n")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r, err := data.NewTextReader(strings.NewReader(text), "a")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tokenizer.ReadCharacters(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRandomBlocks(b *testing.B) {
	tokens, err := data.EncodeText(corpora.TinyShakespeare(), tokenizer.Bytes{})
	if err != nil {
		b.Fatal(err)
	}
	blocks, err := data.NewRandomBlocks(tokens, 12, 64, 1)
	if err != nil {
		b.Fatal(err)
	}
	var batch data.Batch
	b.ReportAllocs()
	for step := 0; b.Loop(); step++ {
		if err := blocks.Fill(&batch, step); err != nil {
			b.Fatal(err)
		}
	}
}
