package data

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

const (
	mostText = 1 << 30 // bytes of a file of examples, unpacked
	mostLine = 1 << 24 // bytes of a line
)

// openExamples is OpenText, also of a file named *.gz, which is unpacked, and of
// mostText at most.
func openExamples(path string) (*bounded, error) {
	if !strings.HasSuffix(path, ".gz") {
		r, err := openText(path)
		if err != nil {
			return nil, err
		}
		return &bounded{r, r, path, mostText, nil}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	r, err := newTextReader(z, path)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &bounded{r, f, path, mostText, nil}, nil
}

// bounded refuses to read more than it may.
type bounded struct {
	io.Reader
	io.Closer
	name   string
	left   int64
	failed error // of reading, once it has
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		n, err = 0, fmt.Errorf("%s: more than %d bytes of text", b.name, mostText)
	}
	if err != io.EOF {
		b.failed = err
	}
	return n, err
}

// eachLine reads a file line by line, without their ends; what f says of one is
// put down to its number.
func eachLine(path string, f func(number int, line string) error) error {
	r, err := openExamples(path)
	if err != nil {
		return err
	}
	defer r.Close() // it was only read
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mostLine)
	number := 0
	for lines.Scan() {
		if r.failed != nil { // what was cut off there is no line
			return r.failed
		}
		number++
		if err := f(number, lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: the line has more than %d bytes", path, number+1, mostLine)
	}
	return lines.Err()
}
