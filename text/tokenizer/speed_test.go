package tokenizer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// families are the shared vectors' tokenizers, and the languages that
// internal/oracle/tokenizer_speed.py times the reference with.
var families = []struct {
	name      string
	languages []string
}{
	{"wp_minilm", []string{"en"}}, {"wp_zh_lower", []string{"zh"}}, {"bl_gpt2", []string{"en", "zh"}},
	{"bl_llama3", []string{"en", "zh"}}, {"bl_qwen", []string{"en", "zh"}}, {"bl_roberta", []string{"en", "zh"}},
	{"ms_llama2", []string{"en", "zh"}}, {"uni_t5", []string{"en"}}, {"uni_xlmr", []string{"en", "zh"}},
}

// textsOf is the texts of a language, and how many bytes they have.
func textsOf(t testing.TB, language string) (texts []string, size int64) {
	file := map[string]string{"en": "wikitext2/test.txt.gz", "zh": "cpp_polyphone/test.sent.gz"}[language]
	all := string(unzipped(t, filepath.Join(os.Getenv("GAZE_SHARED"), "data", file)))
	for _, line := range strings.Split(strings.ReplaceAll(all, "▁", ""), "\n") {
		if strings.TrimSpace(line) != "" {
			texts = append(texts, line)
			size += int64(len(line))
		}
	}
	return texts, size
}

func benchmarkTexts(b *testing.B, encode func(t *Tokenizer, texts []string)) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		b.Skip("GAZE_SHARED names no folder")
	}
	for _, f := range families {
		t, err := Parse(unzipped(b, filepath.Join(shared, "vectors", "hf_tokenizers", f.name+".tokenizer.json.gz")))
		require.NoError(b, err)
		for _, language := range f.languages {
			texts, size := textsOf(b, language)
			b.Run(fmt.Sprintf("%s/%s", f.name, language), func(b *testing.B) {
				b.SetBytes(size)
				b.ReportAllocs()
				encode(t, texts)
				for b.Loop() {
					encode(t, texts)
				}
			})
		}
	}
}

// BenchmarkEncode encodes one text after the other.
func BenchmarkEncode(b *testing.B) {
	benchmarkTexts(b, func(t *Tokenizer, texts []string) {
		for _, text := range texts {
			if _, err := t.Encode(text); err != nil {
				panic(err)
			}
		}
	})
}

// BenchmarkEncodeBatch encodes all texts at once, on all cores.
func BenchmarkEncodeBatch(b *testing.B) {
	benchmarkTexts(b, func(t *Tokenizer, texts []string) {
		if _, err := t.EncodeBatch(texts); err != nil {
			panic(err)
		}
	})
}

// BenchmarkEncodeIDsBatch is ids alone, as encode_batch_fast gives them.
func BenchmarkEncodeIDsBatch(b *testing.B) {
	benchmarkTexts(b, func(t *Tokenizer, texts []string) {
		if _, err := t.EncodeIDsBatch(texts); err != nil {
			panic(err)
		}
	})
}

// BenchmarkLoad parses a tokenizer.json.
func BenchmarkLoad(b *testing.B) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		b.Skip("GAZE_SHARED names no folder")
	}
	for _, f := range families {
		file := unzipped(b, filepath.Join(shared, "vectors", "hf_tokenizers", f.name+".tokenizer.json.gz"))
		b.Run(f.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
