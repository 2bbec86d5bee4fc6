package weights

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A staged file is written and on the disk, beside the one it will replace.
type staged struct{ temporary, path string }

// Replace writes a file at once, as Save does: beside path, brought to the disk and
// renamed. Whatever fails, what was at path is still there, and nothing beside it.
func Replace(path string, write func(io.Writer) error) error {
	s, err := stage(path, write)
	if err != nil {
		return err
	}
	return s.commit()
}

// stage writes a file beside path; what is at path is untouched, and if writing
// fails nothing is left behind.
func stage(path string, write func(io.Writer) error) (s staged, err error) {
	s = staged{temporary: temporaryName(path), path: path}
	// Not os.CreateTemp, whose files only their owner may read.
	f, err := os.OpenFile(s.temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return s, err
	}
	defer func() {
		if err != nil {
			s.discard()
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return s, errors.Join(err, f.Close())
}

func temporaryName(path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%016x.tmp", filepath.Base(path), rand.Uint64()))
}

// commit puts the file in its place, at once.
func (s staged) commit() error {
	if err := os.Rename(s.temporary, s.path); err != nil {
		s.discard()
		return err
	}
	syncFolder(filepath.Dir(s.path))
	return nil
}

// patch overwrites what the file has at byte at.
func (s staged) patch(at int, text string) error {
	f, err := os.OpenFile(s.temporary, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), int64(at))
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (s staged) discard() { _ = os.Remove(s.temporary) }

// syncFolder makes a rename last through a loss of power, where a folder can be
// synced at all.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
