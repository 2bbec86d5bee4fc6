package train

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// State is what state.json says: where a run stands, beside its tensors. Floats
// are written so that they are read back bit for bit.
type State struct {
	Format  string `json:"format"`
	Version int    `json:"version"`

	Step       int     `json:"step"`          // steps done
	Loss       float64 `json:"loss"`          // of the last
	Accumulate int     `json:"accumulate"`    // micro-batches a step
	Micros     int     `json:"micro_batches"` // taken so far: the place in the data, and dropout's step
	Updates    int     `json:"updates"`       // of the optimizer: the place in its schedule
	Seed       uint64  `json:"seed"`

	Validated  int     `json:"validated_step"`  // the step of the last validation, 0 if there was none
	Validation float64 `json:"validation_loss"` // its loss
	Score      float64 `json:"validation_score,omitempty"`
	BestStep   int     `json:"best_step"` // of the best validation, 0 if there was none
	Best       float64 `json:"best_loss"` // its loss
	BestScore  float64 `json:"best_score,omitempty"`
	Stale      int     `json:"stale"` // validations since

	Model           string          `json:"model"` // fingerprint of the parameters' paths, types and shapes
	Data            string          `json:"data"`  // fingerprint of the first micro-batch
	Hyperparameters json.RawMessage `json:"hyperparameters,omitempty"`

	Files map[string]string `json:"files"` // the others of the checkpoint: size and checksum
}

const (
	formatName    = "gaze checkpoint"
	formatVersion = 1
	stateLimit    = 64 << 20 // bytes of a state.json
)

// encode is the file's content.
func (s *State) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(s)
	return b.Bytes(), err
}

// parseState reads a state.json of this version or an older one.
func parseState(raw []byte) (*State, error) {
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, fmt.Errorf("it is not JSON as this program writes it: %w", err)
	}
	switch {
	case head.Format != formatName:
		return nil, fmt.Errorf("its format is %.40q: want %q", head.Format, formatName)
	case head.Version > formatVersion:
		return nil, fmt.Errorf("its version is %d: this program reads up to %d; use the newer one that wrote it", head.Version, formatVersion)
	case head.Version < 1:
		return nil, fmt.Errorf("its version is %d: want 1 to %d", head.Version, formatVersion)
	}
	s := &State{}
	if err := json.Unmarshal(raw, s); err != nil {
		return nil, fmt.Errorf("it is not JSON as this program writes it: %w", err)
	}
	return s, s.check()
}

// check refuses numbers that no run can have.
func (s *State) check() error {
	for _, x := range []struct {
		name   string
		n, max int
	}{
		{"step", s.Step, 1 << 48}, {"validated_step", s.Validated, s.Step}, {"best_step", s.BestStep, s.Validated},
		{"updates", s.Updates, 1 << 48}, {"stale", s.Stale, s.Step}, {"accumulate", s.Accumulate - 1, 1 << 32},
	} {
		if x.n < 0 || x.n > x.max {
			return fmt.Errorf("its %s is not possible at step %d", x.name, s.Step)
		}
	}
	if s.Micros != s.Step*s.Accumulate {
		return fmt.Errorf("it has %d micro_batches: want %d steps times %d", s.Micros, s.Step, s.Accumulate)
	}
	for _, name := range []string{modelFile, optimizerFile} {
		if s.Files[name] == "" {
			return fmt.Errorf("it has no sum of %s", name)
		}
	}
	for name := range s.Files {
		if !plainName(name) {
			return fmt.Errorf("it has a file %q: want names without folders", name)
		}
	}
	return nil
}

func readState(path string) (*State, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, stateLimit+1))
	if err == nil && len(raw) > stateLimit {
		err = fmt.Errorf("it has more than %d bytes", stateLimit)
	}
	if err != nil {
		return nil, plain(err)
	}
	return parseState(raw)
}
