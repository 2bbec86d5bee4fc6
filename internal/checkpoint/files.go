package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gaze-ml/gaze/weights"
)

// ConfigFile is the name of a folder's config.
const ConfigFile = "config.json"

// Openable tells beside a wrong config what is wrong with the weights of a folder.
func Openable(dir string) error {
	store, err := weights.Open(dir)
	if err == nil {
		err = store.Close()
	}
	return err
}

// ReadSmall reads a file of at most 16 MB, many times the largest config.
func ReadSmall(path string) ([]byte, error) {
	const most = 16 << 20
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if len(text) > most {
		return nil, fmt.Errorf("more than %d bytes", most)
	}
	return text, plain(err)
}

// WriteConfig replaces the file at once, so that a failure leaves the old.
func WriteConfig(path string, c json.Marshaler) error {
	text, err := c.MarshalJSON()
	if err == nil {
		text, err = pretty(text)
	}
	if err != nil {
		return err
	}
	return plain(weights.Replace(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}))
}

// plain drops what the message says already: the operation and the path.
func plain(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
