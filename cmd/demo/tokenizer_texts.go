package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gaze-ml/gaze/data"
)

// trainingTexts are what a tokenizer is learned from.
type trainingTexts struct {
	list  []string // files and folders; none: standard input
	input io.Reader
	size  int // of all files, 0 if nobody knows
	bytes int // that have been read
}

// openTexts finds what is wrong with the files before any is read.
func openTexts(files []string, standard io.Reader) (*trainingTexts, error) {
	t := &trainingTexts{list: files, input: standard}
	known := true
	for _, path := range files {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: there is no such file or folder: give UTF-8 text files, or folders of *.txt files", path)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, reason(err))
		case info.IsDir():
			known = false
		case info.Mode().IsRegular() && info.Size() == 0:
			return nil, fmt.Errorf("%s: the file is empty: leave it away, or give a text", path)
		case info.Mode().IsRegular():
			if err := refuseCompressed(path, "demo tokenizer train"); err != nil {
				return nil, err
			}
		}
		t.size += int(info.Size())
	}
	if !known {
		t.size = 0
	}
	return t, nil
}

// readers are one for each text, which open it when they are read.
func (t *trainingTexts) readers(ctx context.Context) (list []io.Reader) {
	if len(t.list) == 0 {
		return []io.Reader{&watchedText{in: obeying{ctx, t.input}, texts: t}}
	}
	for _, path := range t.list {
		list = append(list, &watchedText{in: obeying{ctx, &later{path: path}}, texts: t})
	}
	return list
}

// watchedText counts what is read, and marks what goes wrong.
type watchedText struct {
	in    io.Reader
	texts *trainingTexts
}

func (c *watchedText) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.texts.bytes += n
	if err != nil && !errors.Is(err, io.EOF) {
		err = &textsError{err}
	}
	return n, err
}

// textsError is of a text, and names it.
type textsError struct{ error }

// later is a file or folder that is opened when it is read, and closed at its end.
type later struct {
	path string
	text io.ReadCloser
}

func (l *later) Read(b []byte) (int, error) {
	if l.text == nil {
		open := data.OpenText
		if info, err := os.Stat(l.path); err == nil && info.IsDir() {
			open = data.OpenFolder
		}
		text, err := open(l.path)
		if err != nil {
			return 0, refused(err, "another text")
		}
		l.text = text
	}
	n, err := l.text.Read(b)
	if err != nil {
		if closing := l.text.Close(); closing != nil {
			err = closing
		}
	}
	return n, err // io.EOF as it is, which readers compare with
}
