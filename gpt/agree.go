package gpt

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/ops"
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
	var problems []error
	for _, path := range want.Store.Paths() {
		wanted, _ := want.Store.Entry(path)
		switch held, ok := m.Store.Entry(path); {
		case !ok || held.Path() != path: // another's name is none of its own
			problems = append(problems, fmt.Errorf("%q: missing, the config wants shape %s", path, ops.ShapeString(wanted.Shape())))
		case !slices.Equal(held.Shape(), wanted.Shape()):
			problems = append(problems, fmt.Errorf("%q: shape %s, the config wants %s", path, ops.ShapeString(held.Shape()), ops.ShapeString(wanted.Shape())))
		}
	}
	for _, path := range m.Store.Paths() {
		held, _ := m.Store.Entry(path)
		if e, ok := want.Store.Entry(path); (!ok || e.Path() != path) && held.Declared() {
			problems = append(problems, fmt.Errorf("%q: shape %s, unknown to the config", path, ops.ShapeString(held.Shape())))
		}
	}
	return errors.Join(problems...)
}
