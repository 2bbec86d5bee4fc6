package checkpoint

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Agree lists where the weights held are not those that a config wants, whose
// shapes are in a store of its own.
func Agree(want, held *weights.Store) error {
	var problems []error
	for _, path := range want.Paths() {
		wanted, _ := want.Entry(path)
		switch e, ok := held.Entry(path); {
		case !ok || e.Path() != path: // another's name is none of its own
			problems = append(problems, fmt.Errorf("%q: missing, the config wants shape %s", path, ops.ShapeString(wanted.Shape())))
		case !slices.Equal(e.Shape(), wanted.Shape()):
			problems = append(problems, fmt.Errorf("%q: shape %s, the config wants %s", path, ops.ShapeString(e.Shape()), ops.ShapeString(wanted.Shape())))
		}
	}
	for _, path := range held.Paths() {
		e, _ := held.Entry(path)
		if w, ok := want.Entry(path); (!ok || w.Path() != path) && e.Declared() {
			problems = append(problems, fmt.Errorf("%q: shape %s, unknown to the config", path, ops.ShapeString(e.Shape())))
		}
	}
	return errors.Join(problems...)
}

// Plausible refuses a config whose parameters, size numbers, are far more than
// the file holds, before memory is taken for those that are missing.
func Plausible(held *weights.Store, size float64) error {
	const few = 1e6
	numbers := 0.0
	for _, path := range held.Paths() {
		e, _ := held.Entry(path)
		n := 1.0
		for _, d := range e.Shape() {
			n *= float64(d)
		}
		numbers += n
	}
	if size > 2*numbers+few {
		return fmt.Errorf("%s is of a model with %.0f numbers, the weights are %.0f", ConfigFile, size, numbers)
	}
	return nil
}

// Fill declares what a model of size numbers takes from its weights, and closes
// them if they are not wholly what the model wants.
func Fill(held *weights.Store, size float64, declare func() error) error {
	err := Plausible(held, size)
	if err == nil {
		err = declare()
	}
	if err == nil {
		err = held.Check()
	}
	if err != nil {
		return errors.Join(err, held.Close())
	}
	return nil
}
