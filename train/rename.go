package train

import (
	"errors"
	"os"
	"path/filepath"
)

// replace gives a folder that is on the disk its name. What had the name is out
// of the way only as long as that takes, and tidy would bring it back.
func (f *folder) replace(temporary, path string) error {
	old := hidden(path, "old")
	if err := os.RemoveAll(old); err != nil {
		return plain(err)
	}
	if err := os.Rename(path, old); err != nil && !os.IsNotExist(err) {
		return plain(err)
	}
	if err := f.pause("replaced"); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(plain(err), f.tidy())
	}
	syncFolder(f.path)
	if err := f.pause("renamed"); err != nil {
		return err
	}
	return plain(os.RemoveAll(old))
}

// prune points to the best checkpoint and removes what is neither that nor one
// of the newest.
func (f *folder) prune(s *State, keep int) error {
	if keep == 0 {
		keep = 2
	}
	f.link(s.BestStep)
	steps, err := f.steps()
	if err != nil {
		return err
	}
	for _, step := range steps[:max(0, len(steps)-keep)] {
		if step == s.BestStep {
			continue
		}
		// First out of sight: a folder half removed must not look like a checkpoint.
		gone := hidden(f.at(step), "tmp")
		if err := os.Rename(f.at(step), gone); err != nil {
			return plain(err)
		}
		if err := f.pause("pruning"); err != nil {
			return err
		}
		if err := os.RemoveAll(gone); err != nil {
			return plain(err)
		}
	}
	return nil
}

// link makes best a link to a checkpoint, at once; where links cannot be made,
// function Best finds it all the same.
func (f *folder) link(step int) {
	if _, err := os.Stat(f.at(step)); step == 0 || err != nil {
		return
	}
	best := filepath.Join(f.path, "best")
	if at, err := os.Readlink(best); err == nil && at == stepName(step) {
		return
	}
	temporary := hidden(best, "tmp")
	_ = os.Remove(temporary)
	if os.Symlink(stepName(step), temporary) == nil && os.Rename(temporary, best) != nil {
		_ = os.Remove(temporary)
	}
}

// writeSynced writes a new file and brings it to the disk.
func writeSynced(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return plain(err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return plain(errors.Join(err, f.Close()))
}

// syncFolder makes names last through a loss of power, where a folder can be
// synced at all.
func syncFolder(path string) {
	if f, err := os.Open(path); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
