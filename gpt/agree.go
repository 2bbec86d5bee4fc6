package gpt

import (
	"errors"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// check is Check, also of no config at all.
func check(c Config) error {
	missing := c == nil
	switch c := c.(type) {
	case *GPT2Config:
		missing = c == nil
	case *LlamaConfig:
		missing = c == nil
	case *Llama2cConfig:
		missing = c == nil
	}
	if missing {
		return errors.New("the config is nil: want a GPT2Config, LlamaConfig or Llama2cConfig")
	}
	return c.Check()
}

// agree lists where the config and the weights are of different models.
func (m *Model) agree() error {
	if err := check(m.Config); err != nil {
		return err
	}
	if m.Store == nil {
		return errors.New("the store is nil: want the weights of the config")
	}
	want := &Model{m.Config, weights.NewShapes()}
	if err := want.declare(); err != nil {
		return err
	}
	return checkpoint.Agree(want.Store, m.Store)
}
