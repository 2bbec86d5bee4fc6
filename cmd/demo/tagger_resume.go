package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/train"
)

// taggerRecipe is what a run that is resumed keeps.
type taggerRecipe struct {
	Data   string        `json:"data"`
	Config tagger.Config `json:"config"`
	Epochs int           `json:"epochs"`
	Batch  int           `json:"batch"`
	Least  int           `json:"least"`
	LR     float64       `json:"lr"`
	Forget float64       `json:"forget"`
	Hold   float64       `json:"hold"`
	Seed   uint64        `json:"seed"`
}

// settle takes the recipe of the run that is to be resumed, and finds out whether
// there is one where there should be none.
func (t *taggerTraining) settle(c *cobra.Command) error {
	if err := checkFolder(t.out); err != nil {
		return err
	}
	before, err := train.Latest(t.runFolder())
	switch none := errors.Is(err, fs.ErrNotExist); {
	case none && t.resume:
		return fmt.Errorf("--resume: there is no interrupted run in --out %s to go on with: leave --resume out", t.out)
	case none:
		return nil
	case err != nil:
		return err
	case !t.resume:
		return fmt.Errorf("--out %s has a run that was interrupted at step %d: give --resume to go on with it, or another --out", t.out, before.State.Step)
	}
	for _, flag := range []string{"hold", "epochs", "batch", "lr", "width", "hidden", "dropout", "forget", "least", "seed"} {
		if c.Flags().Changed(flag) {
			return fmt.Errorf("--%s with --resume: a resumed run keeps what it was begun with: leave --%s out", flag, flag)
		}
	}
	data := t.Data
	if err := json.Unmarshal(before.State.Hyperparameters, &t.taggerRecipe); err != nil {
		return fmt.Errorf("--resume: the run in %s is not of demo tagger train: %w", t.out, err)
	}
	if data != "" {
		t.Data = data
	}
	t.before = before.Path
	return nil
}

func (t *taggerTraining) runFolder() string { return filepath.Join(t.out, runFolder) }

// checkpoints are there from the first epoch to the end of the run.
func (t *taggerTraining) checkpoints(m *tagger.Model, steps int) (c train.Checkpoints, err error) {
	c = train.Checkpoints{Folder: t.runFolder(), Every: steps, Seed: t.Seed}
	if c.Files, err = m.Files(); err != nil {
		return c, err
	}
	if t.before != "" {
		known, err := os.ReadFile(filepath.Join(t.before, vocabularyFile))
		if err != nil {
			return c, fmt.Errorf("--resume: %w", err)
		}
		if !bytes.Equal(known, c.Files[vocabularyFile]) {
			return c, fmt.Errorf("--resume: the sentences of --data %s are not those that the run in %s was begun with", t.Data, t.out)
		}
	}
	c.Hyperparameters, err = json.Marshal(t.taggerRecipe)
	return c, err
}
