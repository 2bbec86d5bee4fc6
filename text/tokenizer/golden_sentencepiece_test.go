package tokenizer

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSentencePieceModels reads the shared vectors that SentencePiece 0.1.97 made.
func TestSentencePieceModels(t *testing.T) {
	folder := filepath.Join(os.Getenv("GAZE_SHARED"), "vectors", "sentencepiece")
	if os.Getenv("GAZE_SHARED") == "" {
		t.Skip("GAZE_SHARED names no folder")
	}
	for file, expected := range map[string]string{
		"test_model.model": "test_model.expected.json.gz", "test_ja_model.model": "test_ja_model.expected.json.gz",
		"t5_tokenizer_base.model": "t5.expected.json",
	} {
		tok, err := Load(filepath.Join(folder, file))
		require.NoError(t, err)
		var want struct {
			Cases []struct {
				Text   string
				IDs    []int
				Pieces []string
			}
		}
		text, err := os.ReadFile(filepath.Join(folder, expected))
		require.NoError(t, err)
		if strings.HasSuffix(expected, ".gz") {
			text = unzipped(t, filepath.Join(folder, expected))
		}
		require.NoError(t, json.Unmarshal(text, &want))
		require.NotEmpty(t, want.Cases)
		for _, c := range want.Cases {
			e, err := tok.Encode(c.Text)
			require.NoError(t, err)
			require.Equal(t, c.IDs, e.IDs, "%s: %q", file, c.Text)
			if c.Pieces != nil {
				require.Equal(t, c.Pieces, e.Tokens, "%s: %q", file, c.Text)
			}
		}
	}
}
