package tokenizer

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkTrain trains on the file that GAZE_TRAINING_TEXT names, as
// internal/oracle/tokenizer_training_speed.py, which makes one, does with the
// reference.
func BenchmarkTrain(b *testing.B) {
	path := os.Getenv("GAZE_TRAINING_TEXT")
	if path == "" {
		b.Skip("GAZE_TRAINING_TEXT names no file")
	}
	info, err := os.Stat(path)
	require.NoError(b, err)
	for name, train := range map[string]func() ([]byte, error){
		"BPE": func() ([]byte, error) {
			return TrainBPE(BPEConfig{Training: Training{
				Steps: ByteLevelSteps(), Size: 30000, Alphabet: ByteLevelAlphabet(),
				Special: []string{"<|endoftext|>"}, Files: []string{path},
			}})
		},
		"WordPiece": func() ([]byte, error) {
			c := NewWordPieceConfig(30000)
			c.Files = []string{path}
			return TrainWordPiece(c)
		},
		"Unigram": func() ([]byte, error) {
			c := NewUnigramConfig(8000)
			c.Files = []string{path}
			return TrainUnigram(c)
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(info.Size())
			for b.Loop() {
				_, err := train()
				require.NoError(b, err)
			}
		})
	}
}
