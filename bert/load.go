package bert

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// Load reads a checkpoint folder as transformers writes it: config.json, and
// model.safetensors, pytorch_model.bin, or the index of either's shards. Names may
// have the prefix of the model's type or not, and be those of before. What is wrong
// is listed in one joined error: a weight that is missing, has another shape or
// dtype than the config wants, or is not known. Heads that a model was pretrained
// with are no error; they are kept, for another task (see Model.For) and for Save.
func Load(dir string) (*Model, error) {
	m, err := load(dir)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", filepath.Base(dir), err)
	}
	return m, nil
}

func load(dir string) (*Model, error) {
	c, err := ReadConfig(filepath.Join(dir, checkpoint.ConfigFile))
	if err != nil {
		return nil, errors.Join(err, checkpoint.Openable(dir))
	}
	store, err := weights.Open(dir, c.layouts()...)
	if err != nil {
		return nil, err
	}
	_, pooler := store.Entry("bert.pooler.dense.weight")
	c.bare = c.Task() == Encoding && !pooler
	m := &Model{c, store}
	if err := checkpoint.Fill(store, c.size(), m.declare); err != nil {
		return nil, err
	}
	return m, nil
}
