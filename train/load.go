package train

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/weights"
)

// load makes a checkpoint what is now, after comparing all that can be compared.
func (r *run) load(c *Checkpoint) error {
	if err := r.compare(&c.State); err != nil {
		return fmt.Errorf("%s: %w", c.Path, err)
	}
	model, err := weights.Open(filepath.Join(c.Path, modelFile), r.t.Checkpoints.Layouts...)
	if err != nil {
		return damaged(c.Path, modelFile, err)
	}
	err = r.loadModel(model)
	if err == nil && c.State.Model != r.state.Model {
		err = anotherModel("its parameters have other types")
	}
	if err := errors.Join(err, model.Close()); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(c.Path, modelFile), err)
	}
	if err := r.loadRest(c); err != nil {
		return err
	}
	r.state = c.State
	r.state.Hyperparameters = r.t.Checkpoints.Hyperparameters
	r.resumed, r.saved, r.path = c.State.Step, c.State.Step, c.Path
	return nil
}

// compare refuses a checkpoint from which this run would go on otherwise than
// the one that wrote it.
func (r *run) compare(s *State) error {
	const advice = "go on with what it was begun with, or give another folder"
	switch {
	case s.Accumulate != r.state.Accumulate:
		return fmt.Errorf("it was begun with %d micro-batches a step, this is %d: %s", s.Accumulate, r.state.Accumulate, advice)
	case s.Seed != r.state.Seed:
		return fmt.Errorf("it was begun with seed %d, this is %d: %s", s.Seed, r.state.Seed, advice)
	case s.Data != r.state.Data && s.Model == r.state.Model:
		return fmt.Errorf("its first batch was another: the text, the sizes of a batch, or their seed are not the same: %s", advice)
	}
	return nil
}

// loadModel copies the parameters, once it is sure that they fit.
func (r *run) loadModel(model *weights.Store) error {
	var wrong []string
	for _, path := range r.store.Paths() {
		here, _ := r.store.Entry(path)
		there, ok := model.Entry(path)
		switch {
		case !ok:
			wrong = append(wrong, fmt.Sprintf("it has no %q", path))
		case !slices.Equal(there.Shape(), here.Shape()):
			wrong = append(wrong, fmt.Sprintf("%q is %s there and %s here", path, shape(there.Shape()), shape(here.Shape())))
		}
	}
	for _, path := range model.Paths() {
		if _, ok := r.store.Entry(path); !ok {
			wrong = append(wrong, fmt.Sprintf("it has %q", path))
		}
	}
	if len(wrong) > 3 {
		wrong = append(wrong[:3], fmt.Sprintf("and %d more", len(wrong)-3))
	}
	if wrong != nil {
		return anotherModel(strings.Join(wrong, "; "))
	}
	for _, path := range r.store.Paths() {
		if err := setEntry(r.store, model, path); err != nil {
			return err
		}
	}
	return nil
}

func anotherModel(how string) error {
	return fmt.Errorf("it is of another model: %s: give the hyperparameters that it was begun with, or another folder", how)
}

// setEntry copies one parameter; what is not computed with stays.
func setEntry(to, from *weights.Store, path string) error {
	here, _ := to.Entry(path)
	value := here.Value()
	if value == nil {
		return nil
	}
	there, err := from.Declare(path, value.Dtype(), nil, here.Shape()...)
	if err != nil {
		return err
	}
	return to.Set(path, there.Value())
}

// loadRest loads the optimizer and the states of the drawing.
func (r *run) loadRest(c *Checkpoint) error {
	err := withStore(filepath.Join(c.Path, optimizerFile), r.t.Optimizer.Load)
	if err == nil && r.t.Optimizer.Steps() != c.State.Updates {
		err = fmt.Errorf("it has %d updates, %s says %d", r.t.Optimizer.Steps(), stateFile, c.State.Updates)
	}
	if err != nil {
		return fmt.Errorf("%s: %w: give the optimizer that the run was begun with, or another folder",
			filepath.Join(c.Path, optimizerFile), err)
	}
	if c.State.Files[statesFile] == "" {
		return nil
	}
	return withStore(filepath.Join(c.Path, statesFile), r.states.Load)
}

// withStore opens a file for as long as f takes.
func withStore(path string, f func(*weights.Store) error) error {
	s, err := weights.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

func shape(s []int) string { return strings.ReplaceAll(fmt.Sprint(s), " ", ", ") }
