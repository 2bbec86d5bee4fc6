package weights

import (
	"fmt"
	"io"
	"math"
	"os"
)

// A mapping is a file's bytes in memory.
type mapping struct {
	data   []byte
	mapped bool // by the system: to be unmapped, and its pages can be let go of
}

// openFile maps the file at path once its length and its header's agree.
func openFile(path string) (*mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // a mapping outlives its file
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("is no regular file")
	}
	if info.Size() > math.MaxInt {
		return nil, fmt.Errorf("has %d bytes, more than there are addresses", info.Size())
	}
	if err := plausible(f, int(info.Size())); err != nil {
		return nil, err
	}
	return mapFile(f, int(info.Size()))
}

// plausible looks at how a file of that many bytes begins.
func plausible(f *os.File, size int) error {
	prefix := make([]byte, min(len(legacyMagic), size))
	if _, err := f.ReadAt(prefix, 0); err != nil && err != io.EOF {
		return err
	}
	if isArchive(prefix) {
		return nil
	}
	if err := notLegacy(prefix); err != nil {
		return err
	}
	_, err := headerEnd(prefix, size)
	return err
}

// readFile is mapFile where nothing can be mapped.
func readFile(f *os.File, size int) (*mapping, error) {
	data := make([]byte, size)
	_, err := io.ReadFull(f, data)
	return &mapping{data: data}, err
}
