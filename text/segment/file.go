package segment

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// A file of a segmenter is header, a byte for its kind, the numbers and words that
// it has learned (file_write.go), and the CRC-32 of all of that.
const (
	header     = "gaze segmenter 1\n"
	mostOfFile = 1 << 30 // more bytes than a segmenter's file has
)

// The kinds of segmenters, as files number them.
const (
	kindForward byte = iota + 1
	kindBackward
	kindTwoWay
	kindHMM
	kindNgram
	kindPerceptron
)

// Save writes what a segmenter has learned to a file, which Load reads: of a Forward,
// Backward or TwoWay its dictionary, and all of an HMM, Ngram or Perceptron. The
// others have learned nothing, and are an error. It is written beside, and renamed
// when it is whole. The same segmenter makes the same bytes.
func Save(path string, s Segmenter) error {
	file, err := appendFile(nil, s)
	if err != nil {
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.tmp")
	if err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	_, err = beside.Write(file)
	err = errors.Join(err, beside.Chmod(0o644), beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("segment: %w", errors.Join(err, os.Remove(beside.Name())))
	}
	return nil
}

// Load reads a segmenter that Save has written. It cuts as that did, to the bit. A
// file that is damaged, or of a later version, is an error.
func Load(path string) (Segmenter, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	s, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("segment: %s: %w", path, err)
	}
	return s, nil
}

// Write is Save to a writer.
func Write(w io.Writer, s Segmenter) error {
	file, err := appendFile(nil, s)
	if err == nil {
		_, err = w.Write(file)
	}
	return err
}

// Read is Load from a reader.
func Read(r io.Reader) (Segmenter, error) {
	in := bufio.NewReader(r)
	if begin, err := in.Peek(len(header)); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	} else if !bytes.Equal(begin, []byte(header)) {
		return nil, fmt.Errorf("it begins with %q: want %q, as in a segmenter's file", begin, header)
	}
	file, err := io.ReadAll(io.LimitReader(in, mostOfFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(file) > mostOfFile:
		return nil, fmt.Errorf("it has more than %d bytes", mostOfFile)
	case len(file) < len(header)+1+crc32.Size:
		return nil, errDamaged
	}
	file, sum := file[:len(file)-crc32.Size], file[len(file)-crc32.Size:]
	if !bytes.Equal(checksum(nil, file), sum) {
		return nil, errDamaged
	}
	return parseFile(file[len(header):])
}

var errDamaged = errors.New("the file is damaged, or not whole")

func parseFile(body []byte) (Segmenter, error) {
	f := &fileReader{left: body[1:]}
	var s Segmenter
	switch body[0] {
	case kindForward:
		s = Forward{f.dictionary()}
	case kindBackward:
		s = Backward{f.dictionary()}
	case kindTwoWay:
		s = TwoWay{f.dictionary()}
	case kindHMM:
		s = f.hmm()
	case kindNgram:
		s = f.ngram()
	case kindPerceptron:
		s = f.perceptron()
	default:
		return nil, fmt.Errorf("its segmenter is of kind %d: want 1 to %d", body[0], kindPerceptron)
	}
	if f.err == nil && len(f.left) > 0 {
		f.fail("%d bytes too many", len(f.left))
	}
	if f.err != nil {
		return nil, f.err
	}
	return s, nil
}
