package data

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// OpenDocuments reads a file as OpenText does, or a folder as OpenFolder, but with a
// blank line between two texts, so that no document of ReadDocuments is of both.
func OpenDocuments(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return OpenText(path)
	}
	first, err := OpenFolder(path) // says what is wrong with it
	if err != nil {
		return nil, err
	}
	if err := first.Close(); err != nil {
		return nil, err
	}
	files, err := textsBelow(path)
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	return &apart{name: path, files: files}, nil
}

// apart reads files with a blank line after each.
type apart struct {
	name  string
	files []string
	open  io.ReadCloser // nil between two
	blank io.Reader     // what is left of a blank line; nil: nothing
}

// Name is what messages call it.
func (a *apart) Name() string { return a.name }

// Read passes on the text of one file at most.
func (a *apart) Read(p []byte) (n int, err error) {
	for n == 0 && err == nil && len(p) > 0 {
		switch {
		case a.blank != nil:
			if n, err = a.blank.Read(p); err == io.EOF {
				a.blank, err = nil, nil
			}
		case a.open != nil:
			if n, err = a.open.Read(p); err == io.EOF {
				a.blank, err = strings.NewReader("\n\n"), a.Close()
			}
		case len(a.files) == 0:
			return 0, io.EOF
		default:
			a.open, err = OpenText(a.files[0])
			a.files = a.files[1:]
		}
	}
	return n, err
}

// Close closes the file that is open.
func (a *apart) Close() error {
	if a.open == nil {
		return nil
	}
	err := a.open.Close()
	a.open = nil
	return err
}
