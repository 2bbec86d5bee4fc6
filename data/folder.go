package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OpenFolder reads the texts of a folder one after the other, each as OpenText
// does: the files named *.txt in it and in its folders, by their paths in
// lexical order. Hidden ones, and empty files, are passed over. A text that ends
// within a line gets a line end.
func OpenFolder(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = fmt.Errorf("%s: there is no such folder: want one of *.txt files", path)
	case err == nil && !info.IsDir():
		err = fmt.Errorf("%s is a file: want a folder of *.txt files", path)
	}
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	files, err := textsBelow(path)
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: the folder has no *.txt file with text: want UTF-8 texts in it", path)
	}
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	return &folder{name: path, files: files, last: '\n'}, nil
}

// ReadFolder is the whole text of a folder, as OpenFolder gives it.
func ReadFolder(path string) (string, error) { return readAll(OpenFolder(path)) }

// textsBelow lists the files that have text.
func textsBelow(path string) (files []string, err error) {
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		hidden := name != path && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil:
			return err
		case d.IsDir() && hidden:
			return fs.SkipDir
		case hidden || filepath.Ext(name) != ".txt":
			return nil
		}
		info, err := os.Stat(name) // through a link
		if err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			files = append(files, name)
		}
		return err
	})
	return files, err
}

// folder reads files that follow each other.
type folder struct {
	name  string
	files []string
	open  io.ReadCloser // nil between two
	last  byte          // that was read
}

// Name is the folder's.
func (f *folder) Name() string { return f.name }

// Read passes on the text of one file at most.
func (f *folder) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for f.open != nil || len(f.files) > 0 {
		if f.open == nil {
			next, err := OpenText(f.files[0])
			if err != nil {
				return 0, err
			}
			f.open, f.files = next, f.files[1:]
		}
		n, err := f.open.Read(p)
		if n > 0 {
			f.last = p[n-1]
			return n, nil
		}
		if err != io.EOF {
			return 0, err
		}
		if err := f.Close(); err != nil {
			return 0, err
		}
		if f.last != '\n' {
			f.last, p[0] = '\n', '\n'
			return 1, nil
		}
	}
	return 0, io.EOF
}

// Close closes the file that is open.
func (f *folder) Close() error {
	if f.open == nil {
		return nil
	}
	err := f.open.Close()
	f.open = nil
	return err
}
