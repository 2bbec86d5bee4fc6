package tokenizer

import (
	"errors"
	"fmt"
	"io"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/trainer"
)

// BPEConfig says how TrainBPE learns merges. What is zero is off.
type BPEConfig struct {
	Training
	MinFrequency     int    // of a pair that is merged
	LimitAlphabet    int    // characters that are tokens at most, the most frequent ones
	ContinuingPrefix string // of tokens that do not begin a word
	EndOfWordSuffix  string // of tokens that end one
	MaxTokenLength   int    // tokens have fewer characters than this
	Unknown          string // token of characters that are none; it must be special
}

// TrainBPE learns a BPE vocabulary from text, and gives the tokenizer.json that
// Parse, and Hugging Face's tokenizers, read. On the same text and settings the
// merges are those of the reference, wherever that gives the same ones every time:
// the most frequent pair is merged first, of equal ones that of the smallest ids.
//
// For byte-level BPE, Steps are ByteLevelSteps and Alphabet is ByteLevelAlphabet.
func TrainBPE(config BPEConfig, texts ...io.Reader) ([]byte, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("BPE: %w", err)
	}
	words, err := config.count(texts)
	if err != nil {
		return nil, err
	}
	l, err := config.learner(config.Training).Learn(words)
	if err != nil {
		return nil, err
	}
	return config.file(model.NewBPE(model.BPESpec{
		Tokens: l.Tokens, Merges: l.Merges, Unknown: given(config.Unknown),
		Prefix: given(config.ContinuingPrefix), Suffix: given(config.EndOfWordSuffix),
	}))
}

func (c *BPEConfig) check() error {
	if c.MinFrequency < 0 || c.LimitAlphabet < 0 || c.MaxTokenLength < 0 {
		return errors.New("a frequency, alphabet or length below 0")
	}
	return c.special(c.Unknown)
}

// special says that an unknown token is among the special ones.
func (t *Training) special(unknown string) error {
	if unknown == "" {
		return nil
	}
	for _, token := range t.Special {
		if token == unknown {
			return nil
		}
	}
	return fmt.Errorf("the unknown token %q is not special: %q", unknown, t.Special)
}

func (c *BPEConfig) learner(t Training) trainer.BPE {
	return trainer.BPE{
		Size: t.Size, Least: int64(c.MinFrequency), Special: t.Special, Alphabet: t.Alphabet,
		Letters: c.LimitAlphabet, Prefix: c.ContinuingPrefix, Suffix: c.EndOfWordSuffix,
		Longest: c.MaxTokenLength, Progress: t.learning(),
	}
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
