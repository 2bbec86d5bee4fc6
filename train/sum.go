package train

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is a file's size and checksum, as state.json has them.
func sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", plain(err)
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	n, err := io.Copy(h, f)
	if err != nil {
		return "", plain(err)
	}
	return fmt.Sprintf("%d bytes, crc32c %08x", n, h.Sum32()), nil
}

// plain drops what the message says already: the operation and the path.
func plain(err error) error {
	var at *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		return at.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
