package bert

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// NewFolder is LoadFolder of a folder without weights, which are drawn from seed: a
// config.json and a tokenizer.
func NewFolder(dir string, seed uint64) (*Model, *tokenizer.Tokenizer, error) {
	c, err := ReadConfig(filepath.Join(dir, checkpoint.ConfigFile))
	t, wrong := tokenizer.Load(dir)
	if err = errors.Join(err, wrong); err != nil {
		return nil, nil, fmt.Errorf("new model of %s: %w", filepath.Base(dir), err)
	}
	m, err := New(c, seed)
	if err == nil {
		t, err = m.fit(t)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("new model of %s: %w", filepath.Base(dir), err)
	}
	return m, t, nil
}
