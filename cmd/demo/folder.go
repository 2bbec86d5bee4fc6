package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// folder is where a command writes: files, and a README.md of what is what.
type folder struct {
	path  string
	files []artifact
}

// artifact is a file of a folder.
type artifact struct{ name, what string }

const (
	readme = "README.md"
	mark   = "<!-- written by demo, and written anew by its next run -->" // a README without it is somebody's
)

// checkFolder finds out whether a folder may be written to, if there is one.
func checkFolder(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot make the folder --out %s: %w: give one that can be written to", path, reason(err))
	case !info.IsDir():
		return fmt.Errorf("--out %s is a file: give a folder", path)
	}
	text, err := os.ReadFile(filepath.Join(path, readme))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--out %s: %s: %w", path, readme, reason(err))
	}
	if err == nil && !strings.HasPrefix(string(text), mark) {
		return fmt.Errorf("--out %s has a %s that is not the demo's, and would be lost: give another folder", path, readme)
	}
	return nil
}

// openFolder makes the folder, and finds out before any work whether files can be
// made in it.
func openFolder(path string) (*folder, error) {
	if err := checkFolder(path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fmt.Errorf("cannot make the folder --out %s: %w: give one that can be written to", path, reason(err))
	}
	probe, err := os.CreateTemp(path, ".probe-*.tmp")
	if err != nil {
		return nil, fmt.Errorf("cannot write to --out %s: %w: give a folder that can be written to", path, reason(err))
	}
	return &folder{path: path}, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// at is a path in the folder.
func (f *folder) at(name string) string { return filepath.Join(f.path, name) }

// note lists what something else has written there.
func (f *folder) note(name, what string) { f.files = append(f.files, artifact{name, what}) }

// write makes a file, which is whole whatever happens.
func (f *folder) write(name, what, content string) error {
	if err := replace(f.at(name), content); err != nil {
		return fmt.Errorf("cannot write %s: %w", f.at(name), reason(err))
	}
	f.note(name, what)
	return nil
}

// explain writes the README.
func (f *folder) explain(title, how string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n# %s\n\n%s\n\n| | |\n|---|---|\n", mark, title, how)
	for _, a := range f.files {
		fmt.Fprintf(&b, "| [%s](%s) | %s |\n", a.name, a.name, a.what)
	}
	return f.write(readme, "what is what", b.String())
}

// list tells where everything is.
func (f *folder) list(w io.Writer) {
	wide := 0
	for _, a := range f.files {
		wide = max(wide, len(f.at(a.name)))
	}
	for _, a := range f.files {
		fmt.Fprintf(w, "%-*s  %s\n", wide, f.at(a.name), a.what)
	}
}

// paths are those of all files, for scripts.
func (f *folder) paths() (list []string) {
	for _, a := range f.files {
		list = append(list, f.at(a.name))
	}
	return list
}

// replace writes beside, brings it to the disk, and renames.
func replace(path, content string) error {
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.tmp")
	if err != nil {
		return err
	}
	_, err = beside.WriteString(content)
	err = errors.Join(err, beside.Chmod(0o644), beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}

// reason drops what a message says already: the operation and the path.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
