package train

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// folder is where a run is saved. One of no path saves nothing.
type folder struct {
	path   string
	unlock func()

	pause func(at string) error // see Trainer
}

// openFolder makes the folder ready, or says why nothing could be saved in it,
// and removes what a killed process has left there.
func openFolder(path string, pause func(string) error) (*folder, error) {
	f := &folder{path: path, unlock: func() {}, pause: pause}
	if pause == nil {
		f.pause = func(string) error { return nil }
	}
	if path == "" {
		return f, nil
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file: give a folder to save in", path)
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("cannot make the folder %s: %w; give one that can be written to", path, plain(err))
	}
	unlock, err := lock(filepath.Join(path, ".lock"))
	if err != nil {
		return nil, fmt.Errorf("cannot save in %s: %w", path, err)
	}
	f.unlock = unlock
	if err := errors.Join(f.probe(), f.tidy()); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *folder) close() { f.unlock() }

func (f *folder) exists() bool { return f.path != "" }

// probe finds out whether files can be made, as permissions alone do not tell.
func (f *folder) probe() error {
	name := filepath.Join(f.path, ".probe.tmp")
	err := os.Mkdir(name, 0o777)
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil {
		return fmt.Errorf("cannot write to %s: %w; give a folder that can be written to", f.path, plain(err))
	}
	return nil
}

var (
	leftover = regexp.MustCompile(`^\.(step-\d{8,}|best|probe|log\.jsonl)\.tmp$`)
	replaced = regexp.MustCompile(`^\.(step-\d{8,})\.old$`)
	finished = regexp.MustCompile(`^step-(\d{8,})$`)
)

// tidy ends what a killed process had begun: a checkpoint that was to be
// replaced by one that is not there comes back.
func (f *folder) tidy() error {
	names, err := os.ReadDir(f.path)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", f.path, plain(err))
	}
	for _, n := range names {
		at := filepath.Join(f.path, n.Name())
		if m := replaced.FindStringSubmatch(n.Name()); m != nil {
			if err := os.Rename(at, filepath.Join(f.path, m[1])); err == nil {
				continue // it fails if the new one is there
			}
		} else if !leftover.MatchString(n.Name()) {
			continue
		}
		if err := os.RemoveAll(at); err != nil {
			return fmt.Errorf("cannot remove what an ended run has left: %s: %w", at, plain(err))
		}
	}
	return nil
}

// steps lists those of the checkpoints, the newest last.
func (f *folder) steps() ([]int, error) {
	names, err := os.ReadDir(f.path)
	if err != nil {
		return nil, plain(err)
	}
	var steps []int
	for _, n := range names {
		if m := finished.FindStringSubmatch(n.Name()); m != nil && n.IsDir() {
			if step, err := strconv.Atoi(m[1]); err == nil {
				steps = append(steps, step)
			}
		}
	}
	slices.Sort(steps)
	return steps, nil
}

// stepName is the name of a step's checkpoint.
func stepName(step int) string { return fmt.Sprintf("step-%08d", step) }

func (f *folder) at(step int) string { return filepath.Join(f.path, stepName(step)) }

// hidden is a name beside another that no reader looks at.
func hidden(path, ending string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+strings.TrimPrefix(ending, "."))
}
