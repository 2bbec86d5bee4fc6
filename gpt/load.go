package gpt

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// Load reads a checkpoint folder: config.json, and model.safetensors,
// pytorch_model.bin or the index of either. A weight that is missing, has another
// shape or dtype than the config wants, or is not known is listed in one joined
// error.
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
	f := c.facts()
	store, err := weights.Open(dir, f.layouts...)
	if err != nil {
		return nil, err
	}
	m := &Model{c, store}
	if err := checkpoint.Fill(store, f.size, m.declare); err != nil {
		return nil, err
	}
	return m, nil
}

// ReadConfig reads a config.json and checks it. Its model_type says which Config
// it is: "gpt2", "llama" or "llama2.c".
func ReadConfig(path string) (Config, error) {
	text, err := checkpoint.ReadSmall(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	c, err := parseConfig(text)
	if err == nil {
		err = c.Check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return c, nil
}

func parseConfig(text []byte) (Config, error) {
	d, err := checkpoint.ReadDocument(text)
	if err != nil {
		return nil, err
	}
	var c Config
	switch kind := string(d.Value("model_type")); kind {
	case "", "null":
		return nil, errors.New(`model_type is missing: want "gpt2", "llama" or "llama2.c"`)
	case `"gpt2"`:
		c = new(GPT2Config)
	case `"llama"`:
		c = new(LlamaConfig)
	case `"llama2.c"`:
		c = new(Llama2cConfig)
	default:
		return nil, fmt.Errorf(`model_type is %s: want "gpt2", "llama" or "llama2.c"`, kind)
	}
	return c, c.UnmarshalJSON(text)
}
