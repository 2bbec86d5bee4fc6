package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// OpenText reads a file of UTF-8 text in constant memory. A byte order mark at
// its beginning is left out, and line ends "\r\n" and "\r" become "\n", as
// Python's text files do it. A folder, an empty file and bytes that are not
// UTF-8 are errors; the last come from Read, with line and column.
func OpenText(path string) (io.ReadCloser, error) {
	r, err := openText(path)
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	return r, nil
}

// textFile is a text with the file to close.
type textFile struct {
	*textReader
	io.Closer
}

func openText(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file: want a file of UTF-8 text", path)
	}
	if err != nil {
		return nil, err
	}
	r, err := newTextReader(f, path)
	if err != nil {
		if info, bad := f.Stat(); bad == nil && info.IsDir() {
			err = fmt.Errorf("%s is a folder: want a file of UTF-8 text", path)
		}
		return nil, errors.Join(err, f.Close())
	}
	return &textFile{r, f}, nil
}

// ReadText is the whole text of a file, as OpenText gives it.
func ReadText(path string) (string, error) { return readAll(OpenText(path)) }

func readAll(r io.ReadCloser, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var text strings.Builder
	_, err = io.Copy(&text, r)
	return text.String(), errors.Join(err, r.Close())
}
