package bert

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// LoadFolder is Load, and the folder's tokenizer, which cuts texts to what the
// model was made for and does not pad, as Inputs does. What is wrong with either is
// listed in one joined error, and so is a tokenizer of more tokens than the model's
// vocabulary has.
func LoadFolder(dir string) (*Model, *tokenizer.Tokenizer, error) {
	m, err := Load(dir)
	t, wrong := tokenizer.Load(dir)
	if wrong != nil {
		err = errors.Join(err, fmt.Errorf("load %s: %w", filepath.Base(dir), wrong))
	}
	if err == nil {
		t, err = m.fit(t)
	}
	if err == nil {
		return m, t, nil
	}
	if m != nil {
		err = errors.Join(err, m.Close())
	}
	return nil, nil, err
}

// fit makes t a tokenizer for m.
func (m *Model) fit(t *tokenizer.Tokenizer) (*tokenizer.Tokenizer, error) {
	if t.Size() > m.Config.VocabSize {
		return nil, fmt.Errorf("the tokenizer has %d tokens, vocab_size is %d: they are of different models",
			t.Size(), m.Config.VocabSize)
	}
	o := t.Options()
	o.Truncation = &tokenizer.Truncation{MaxLength: m.Longest(), Strategy: "LongestFirst"}
	o.Padding = nil
	return t.With(o)
}

// Longest is how many positions a text may have.
func (m *Model) Longest() int { return m.Config.longest() }
