package train

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Checkpoint is a saved run. Its Path is a folder that weights.Open reads.
type Checkpoint struct {
	Path  string
	State State
}

// Latest is the newest checkpoint of a run's folder. The error is fs.ErrNotExist
// if there is none.
func Latest(folder string) (*Checkpoint, error) {
	c, err := latest(folder)
	if err == nil && c == nil {
		err = fmt.Errorf("%s: no checkpoint: %w", folder, fs.ErrNotExist)
	}
	return c, err
}

// Best is the checkpoint with the best validation. The error is
// fs.ErrNotExist if there was no validation, or if it could not be saved.
func Best(folder string) (*Checkpoint, error) {
	c, err := Latest(folder)
	if err != nil || c.State.BestStep == c.State.Step {
		return c, err
	}
	if c.State.BestStep == 0 {
		return nil, fmt.Errorf("%s: no step was validated: %w", folder, fs.ErrNotExist)
	}
	path := filepath.Join(folder, stepName(c.State.BestStep))
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("%s: the best was step %d, but %w", folder, c.State.BestStep, err)
	}
	return readCheckpoint(path)
}

// latest is nil if there is none, or no folder.
func latest(path string) (*Checkpoint, error) {
	f := &folder{path: path}
	steps, err := f.steps()
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(steps) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return readCheckpoint(f.at(steps[len(steps)-1]))
}

// readCheckpoint reads the state; the tensors are looked at by verify.
func readCheckpoint(path string) (*Checkpoint, error) {
	s, err := readState(filepath.Join(path, stateFile))
	if err == nil && filepath.Base(path) != stepName(s.Step) {
		err = fmt.Errorf("it is of step %d, its folder says otherwise", s.Step)
	}
	if err != nil {
		return nil, damaged(path, stateFile, err)
	}
	return &Checkpoint{path, *s}, nil
}

// verify compares all files with their sums.
func (c *Checkpoint) verify() error {
	for _, name := range slices.Sorted(maps.Keys(c.State.Files)) {
		got, err := sum(filepath.Join(c.Path, name))
		if want := c.State.Files[name]; err == nil && got != want {
			err = fmt.Errorf("it has %s: want %s", got, want)
		}
		if err != nil {
			return damaged(c.Path, name, err)
		}
	}
	return nil
}

// damaged says what is wrong with a file of a checkpoint, and how to go on.
func damaged(path, name string, err error) error {
	f := &folder{path: filepath.Dir(path)}
	before := "begin anew"
	steps, _ := f.steps()
	for _, step := range slices.Backward(steps) {
		if stepName(step) < filepath.Base(path) {
			before = "go on from step " + fmt.Sprint(step)
			break
		}
	}
	return fmt.Errorf("%s: %w: the checkpoint cannot be used; remove the folder %s to %s",
		filepath.Join(path, name), err, path, before)
}
