package tokenizer

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// WordPieceConfig says how TrainWordPiece learns; NewWordPieceConfig has what BERT
// uses.
type WordPieceConfig struct {
	Training
	MinFrequency     int    // of a pair that is merged
	LimitAlphabet    int    // characters that are tokens at most, the most frequent ones; 0: all
	ContinuingPrefix string // of tokens that do not begin a word
	EndOfWordSuffix  string // of tokens that end one, in the vocabulary only
	Unknown          string // token of words that are none; it must be special
	MaxWordLength    int    // characters of a word that is not unknown
}

// NewWordPieceConfig is a vocabulary of some size with the prefix ##, the five
// special tokens, the normalizer, pre-tokenizer and decoder of BERT. As the
// reference's trainer, it puts no [CLS] and [SEP] around texts: Enclose does.
func NewWordPieceConfig(size int) WordPieceConfig {
	return WordPieceConfig{
		Training: Training{
			Steps: BERTSteps(true), Size: size, Special: []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"},
		},
		ContinuingPrefix: "##", Unknown: "[UNK]", MaxWordLength: 100,
	}
}

// Enclose makes the tokenizer put cls before a text and sep behind each text of a
// pair, as BERT does. Both must be special tokens.
func (c *WordPieceConfig) Enclose(cls, sep string) error {
	first, last := slices.Index(c.Special, cls), slices.Index(c.Special, sep)
	if first < 0 || last < 0 {
		return fmt.Errorf("WordPiece: %q and %q: want two of the special tokens %q", cls, sep, c.Special)
	}
	step, err := json.Marshal(map[string]any{"type": "BertProcessing", "cls": []any{cls, first}, "sep": []any{sep, last}})
	c.Steps.PostProcessor = step
	return err
}

// TrainWordPiece learns a WordPiece vocabulary from text, and gives the
// tokenizer.json that Parse, and Hugging Face's tokenizers, read. As in the
// reference, the tokens are those that BPE's merges make.
func TrainWordPiece(config WordPieceConfig, texts ...io.Reader) ([]byte, error) {
	bpe := BPEConfig{
		Training: config.Training, MinFrequency: config.MinFrequency, LimitAlphabet: config.LimitAlphabet,
		ContinuingPrefix: config.ContinuingPrefix, EndOfWordSuffix: config.EndOfWordSuffix, Unknown: config.Unknown,
	}
	if config.Unknown == "" || config.MaxWordLength < 1 {
		return nil, fmt.Errorf("WordPiece: the unknown token is %q, words have up to %d characters", config.Unknown, config.MaxWordLength)
	}
	if err := bpe.check(); err != nil {
		return nil, fmt.Errorf("WordPiece: %w", err)
	}
	words, err := config.count(texts)
	if err != nil {
		return nil, err
	}
	l, err := bpe.learner(config.Training).Learn(words)
	if err != nil {
		return nil, err
	}
	return config.file(model.NewWordPiece(model.WordPieceSpec{
		Tokens: l.Tokens, Unknown: config.Unknown, Prefix: config.ContinuingPrefix, Longest: config.MaxWordLength,
	}))
}
