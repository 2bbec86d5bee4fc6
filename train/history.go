package train

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// History is what log.jsonl tells of a run: what a loss curve is drawn from.
type History struct {
	Steps  []int     // done when Losses were found
	Losses []float64 // of training

	Validated   []int     // steps done when Validations were found
	Validations []float64 // losses of validation
	Scores      []float64 // what its Measure found there, if it has one
}

// ReadLog reads the log of a run's folder. What is no whole line is left out, for
// the run may be writing it.
func ReadLog(folder string) (*History, error) {
	h := &History{}
	path := filepath.Join(folder, logFile)
	err := eachLine(path, func(_ []byte, l *line) error {
		switch {
		case l == nil:
		case l.Loss != nil:
			h.Steps, h.Losses = append(h.Steps, l.Step), append(h.Losses, *l.Loss)
		default:
			h.Validated, h.Validations = append(h.Validated, l.Step), append(h.Validations, *l.Validation)
			if l.Score != nil {
				h.Scores = append(h.Scores, *l.Score)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, plain(err))
	}
	return h, nil
}

// line is one of log.jsonl, of a step or of a validation.
type line struct {
	Step       int
	Loss       *float64
	Validation *float64 `json:"validation_loss"`
	Score      *float64 `json:"validation_score"`
}

// eachLine calls f with the lines of a log; l is nil if it is not one of ours or
// not whole.
func eachLine(path string, f func(raw []byte, l *line) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	reader := bufio.NewReader(file)
	for {
		raw, end := reader.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return end
		}
		if len(raw) > 0 {
			l := &line{}
			if end == io.EOF || json.Unmarshal(raw, l) != nil || (l.Loss == nil) == (l.Validation == nil) {
				l = nil
			}
			if err := f(raw, l); err != nil {
				return err
			}
		}
		if end == io.EOF {
			return nil
		}
	}
}

// cut leaves those lines of a log that a run which stands at s has written, each
// step once.
func cut(path string, s *State) error {
	var kept bytes.Buffer
	dropped := false
	step, validated := 0, 0
	err := eachLine(path, func(raw []byte, l *line) error {
		switch {
		case l != nil && l.Loss != nil && step < l.Step && l.Step <= s.Step:
			step = l.Step
		case l != nil && l.Validation != nil && validated < l.Step && l.Step <= s.Validated:
			validated = l.Step
		default:
			dropped = true
			return nil
		}
		_, err := kept.Write(raw)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) || err == nil && !dropped {
		return nil
	}
	if err != nil {
		return err
	}
	temporary := hidden(path, "tmp")
	if err := os.Remove(temporary); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := writeSynced(temporary, kept.Bytes()); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
