package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// mostOfLine is the longest line that is read, in bytes.
const mostOfLine = 64 << 20

// openLines opens a file whose lines are wanted, or what is given in place of none.
func openLines(path string, standard io.Reader) (io.ReadCloser, error) {
	if path == "" {
		return io.NopCloser(standard), nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("--file %s: there is no such file", path)
	case err != nil:
		return nil, fmt.Errorf("--file %s: %w", path, reason(err))
	case info.IsDir():
		return nil, fmt.Errorf("--file %s is a folder: give a file of text", path)
	case info.Mode().IsRegular() && info.Size() == 0:
		return nil, fmt.Errorf("--file %s: the file is empty", path)
	case info.Mode().IsRegular(): // a pipe could be read only once
		if err := refuseCompressed(path, "the same command without --file"); err != nil {
			return nil, fmt.Errorf("--file %w", err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, refused(err, "another file")
	}
	return f, nil
}

// eachLine takes line after line until the end or an interruption. What has been
// written is shown whenever the next line is not there yet.
func eachLine(ctx context.Context, in io.Reader, out *bufio.Writer, take func(line string) error) error {
	r := &showing{obeying{ctx, in}, out}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), mostOfLine)
	n := 0
	for lines.Scan() {
		n++
		if err := take(lines.Text()); err != nil {
			return errors.Join(fmt.Errorf("line %d: %w", n, err), out.Flush())
		}
	}
	err := lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		err = fmt.Errorf("line %d has more than %d MB: want texts in lines", n+1, mostOfLine>>20)
	}
	return errors.Join(err, out.Flush())
}

// showing is a reader before each read of which all that was written is shown.
type showing struct {
	io.Reader
	out *bufio.Writer
}

func (s *showing) Read(b []byte) (int, error) {
	if err := s.out.Flush(); err != nil {
		return 0, err
	}
	return s.Reader.Read(b)
}
