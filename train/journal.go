package train

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

const logFile = "log.jsonl"

// journal writes log.jsonl, a line as soon as there is something to tell. What
// the disk refuses is kept and tried again with the next line. A nil journal
// writes nothing.
type journal struct {
	file    *os.File
	every   int
	pending []byte // not written yet
	size    int64  // of what is
}

// openJournal opens the log of a run that stands at s: lines of later steps, of a
// run that was killed, are cut, so that each step has one line in the end.
func openJournal(f *folder, s *State, every int) (*journal, error) {
	if !f.exists() {
		return nil, nil
	}
	path := filepath.Join(f.path, logFile)
	if err := cut(path, s); err != nil {
		return nil, errors.Join(errors.New(path+": cannot cut it to the checkpoint's step"), plain(err))
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &journal{file: file, every: max(every, 1), size: info.Size(), pending: make([]byte, 0, 4096)}, nil
}

// observe writes a line about an event, if it is one to be told of.
func (j *journal) observe(e *Event) {
	switch {
	case j == nil:
		return
	case e.Kind == Stepped && e.Step%j.every == 0:
		j.begin(e)
		j.number("loss", e.Loss)
		j.number("rate", e.Rate)
		j.number("norm", e.Norm)
		if e.Tokens > 0 {
			j.number("tokens", e.Tokens)
			j.number("tokens_per_second", e.Tokens/e.Seconds)
		}
	case e.Kind == Validated:
		j.begin(e)
		j.number("validation_loss", e.Loss)
		if e.Metric != "" {
			j.number("validation_score", e.Score)
		}
		j.number("seconds", e.Seconds)
	default:
		return
	}
	j.pending = append(j.pending, "}\n"...)
	_ = j.write() // tried again with the next line, and told of by flush
}

func (j *journal) begin(e *Event) {
	j.pending = append(j.pending, `{"step":`...)
	j.pending = strconv.AppendInt(j.pending, int64(e.Step), 10)
}

// number adds a field; JSON has no other numbers than finite ones.
func (j *journal) number(name string, x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return
	}
	j.pending = append(j.pending, `,"`...)
	j.pending = append(j.pending, name...)
	j.pending = append(j.pending, `":`...)
	j.pending = strconv.AppendFloat(j.pending, x, 'g', -1, 64)
}

// write brings what is pending to the file, all of it or nothing.
func (j *journal) write() error {
	if len(j.pending) == 0 {
		return nil
	}
	if _, err := j.file.WriteAt(j.pending, j.size); err != nil {
		_ = j.file.Truncate(j.size)
		return plain(err)
	}
	j.size += int64(len(j.pending))
	j.pending = j.pending[:0]
	return nil
}

// flush brings everything to the disk.
func (j *journal) flush() error {
	if j == nil || j.file == nil {
		return nil
	}
	if err := j.write(); err != nil {
		return err
	}
	return plain(j.file.Sync())
}

// close may be called twice.
func (j *journal) close() error {
	if j == nil || j.file == nil {
		return nil
	}
	err := errors.Join(j.write(), j.file.Close())
	j.file = nil
	return plain(err)
}
