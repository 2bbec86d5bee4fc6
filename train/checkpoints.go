package train

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/gaze-ml/gaze/weights"
)

// Checkpoints says where and how often a run is saved. It is also saved after
// the last step, at an interruption, and at each validation that has a lower
// loss than all before.
type Checkpoints struct {
	Folder string // "" saves nothing and writes no log
	Every  int    // steps; 0 is never in between
	Keep   int    // the newest so many, and the best; 0 is 2
	Log    int    // every so many steps have a line in log.jsonl; 0 is 1

	// Seed is what the caller's functions and source draw from; a run is resumed
	// with the seed it began with.
	Seed uint64

	// Layouts make the published names of model.safetensors, as in weights.Open.
	Layouts []weights.Layout

	// Hyperparameters is JSON of the caller's, kept in state.json and not looked at.
	Hyperparameters json.RawMessage

	// Files are put into each checkpoint beside the others, by name, such as the
	// config.json that makes the folder one that a model package opens.
	Files map[string][]byte
}

func (c *Checkpoints) check() error {
	switch {
	case c.Every < 0:
		return fmt.Errorf("checkpoints: every %d steps: want 1 or more, or 0 for none in between", c.Every)
	case c.Keep < 0:
		return fmt.Errorf("checkpoints: keep is %d: want 1 or more, or 0 for 2", c.Keep)
	case c.Log < 0:
		return fmt.Errorf("checkpoints: a log of every %d steps: want 1 or more, or 0 for each", c.Log)
	case c.Hyperparameters != nil && !json.Valid(c.Hyperparameters):
		return fmt.Errorf("checkpoints: the hyperparameters are not JSON: %.40q", c.Hyperparameters)
	}
	for name := range c.Files {
		if !plainName(name) || slices.Contains(ownFiles, name) {
			return fmt.Errorf("checkpoints: a file %q: want a name without folders other than %q", name, ownFiles)
		}
	}
	return nil
}

// The files of a checkpoint.
const (
	modelFile     = "model.safetensors"
	optimizerFile = "optimizer.safetensors"
	statesFile    = "states.safetensors"
	stateFile     = "state.json"
)

var ownFiles = []string{modelFile, optimizerFile, statesFile, stateFile}

// plainName reports whether a name stays in its folder on every system.
func plainName(name string) bool {
	return name != "" && name[0] != '.' && filepath.IsLocal(name) &&
		!slices.ContainsFunc([]byte(name), func(b byte) bool { return b == '/' || b == '\\' || b == ':' })
}
