package tokenizer

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTransformersJS reads the cases of transformers.js whose vocabularies the
// shared vectors have.
func TestTransformersJS(t *testing.T) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		t.Skip("GAZE_SHARED names no folder")
	}
	for name, vocabulary := range map[string]string{
		"Xenova__bert-base-uncased": "wp_minilm", "Xenova__bge-base-zh-v1.5": "wp_zh_lower", "Xenova__bge-small-zh-v1.5": "wp_zh_lower",
		"Xenova__gpt2": "bl_gpt2", "openai-community__gpt2": "bl_gpt2",
		"google-t5__t5-small": "uni_t5", "Xenova__t5-small": "uni_t5",
	} {
		t.Run(name, func(t *testing.T) {
			tokenizer := unzipped(t, filepath.Join(shared, "vectors", "hf_tokenizers", vocabulary+".tokenizer.json.gz"))
			if name == "Xenova__bge-small-zh-v1.5" {
				tokenizer = bytes.Replace(tokenizer, []byte(`"lowercase":true`), []byte(`"lowercase":false`), 1)
			}
			tok, err := Parse(tokenizer)
			require.NoError(t, err)
			keep, err := tok.With(Options{KeepSpecial: true, CleanUp: true})
			require.NoError(t, err)
			text, err := os.ReadFile(filepath.Join(shared, "vectors", "hf_tokenizers_js", name+".json"))
			require.NoError(t, err)
			var file struct {
				Cases map[string]struct {
					Text    string
					Pair    *string `json:"text_pair"`
					Tokens  []string
					IDs     []int
					Decoded string
				}
			}
			require.NoError(t, json.Unmarshal(text, &file))
			require.NotEmpty(t, file.Cases)
			for label, c := range file.Cases {
				e, err := tok.Encode(c.Text)
				if c.Pair != nil {
					e, err = tok.EncodePair(c.Text, *c.Pair)
				}
				require.NoError(t, err)
				require.Equal(t, c.IDs, e.IDs, "%s: %q", label, c.Text)
				if c.Decoded != "" {
					require.Equal(t, c.Decoded, keep.Decode(e.IDs), "%s: %q", label, c.Text)
					s := keep.NewStream()
					shown := ""
					for _, id := range e.IDs {
						shown += s.Next(id)
					}
					require.Equal(t, c.Decoded, shown+s.End(), "%s: %q", label, c.Text)
				}
				if c.Tokens == nil {
					continue
				}
				tokens := []string{}
				for i, token := range e.Tokens {
					if e.SpecialMask[i] == 0 {
						tokens = append(tokens, token)
					}
				}
				require.Equal(t, c.Tokens, tokens, "%s: %q", label, c.Text)
			}
		})
	}
}
