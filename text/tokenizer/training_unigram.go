package tokenizer

import (
	"io"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/trainer"
)

// UnigramConfig says how TrainUnigram learns; NewUnigramConfig has what
// SentencePiece uses.
type UnigramConfig struct {
	Training
	Unknown         string  // token of what is unknown, put before all if it is not special; "": none
	ShrinkingFactor float64 // part of the pieces that is kept at a time
	SubIterations   int     // of expectation and maximisation, before pieces are dropped
	MaxPieceLength  int     // in characters
	SeedSize        int     // pieces to begin with, at most
}

// NewUnigramConfig is a vocabulary of some size, of pieces of up to 16 characters
// that begin with ▁ where a word begins, and the unknown token <unk>.
func NewUnigramConfig(size int) UnigramConfig {
	return UnigramConfig{
		Training: Training{Steps: MetaspaceSteps(), Size: size},
		Unknown:  "<unk>", ShrinkingFactor: 0.75, SubIterations: 2, MaxPieceLength: 16, SeedSize: 1000000,
	}
}

// TrainUnigram learns a Unigram vocabulary from text (Kudo 2018), and gives the
// tokenizer.json that Parse, and Hugging Face's tokenizers, read.
func TrainUnigram(config UnigramConfig, texts ...io.Reader) ([]byte, error) {
	words, err := config.count(texts)
	if err != nil {
		return nil, err
	}
	l, err := trainer.Unigram{
		Size: config.Size, Special: config.Special, Unknown: config.Unknown, Alphabet: config.Alphabet,
		Shrink: config.ShrinkingFactor, SubIterations: config.SubIterations, LongestPiece: config.MaxPieceLength,
		Seeds: config.SeedSize, Workers: config.workers(), Progress: config.learning(),
	}.Learn(words)
	if err != nil {
		return nil, err
	}
	return config.file(model.NewUnigram(model.UnigramSpec{Tokens: l.Tokens, Scores: l.Scores, Unknown: l.Unknown}))
}
