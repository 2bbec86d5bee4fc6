package bert

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/text/tokenizer"
	"github.com/gaze-ml/gaze/weights"
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

// tokenizerFiles are those that a folder may hold of its tokenizer.
var tokenizerFiles = []string{
	"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json",
	"merges.txt",
}

// CopyTokenizer copies what a folder holds of its tokenizer into another, beside a
// model that was tuned and saved there. A folder that holds nothing of it is an
// error.
func CopyTokenizer(from, to string) error {
	copied := 0
	for _, name := range tokenizerFiles {
		there, err := copyFile(filepath.Join(from, name), filepath.Join(to, name))
		if err != nil {
			return fmt.Errorf("copy the tokenizer of %s: %s: %w", filepath.Base(from), name, err)
		}
		if there {
			copied++
		}
	}
	if copied == 0 {
		return fmt.Errorf("copy the tokenizer of %s: the folder has none of %q", filepath.Base(from), tokenizerFiles)
	}
	return nil
}

// copyFile says whether there is such a file.
func copyFile(from, to string) (there bool, err error) {
	f, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	return true, weights.Replace(to, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}
