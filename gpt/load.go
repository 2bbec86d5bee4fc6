package gpt

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/weights"
)

const configFile = "config.json"

// Load reads a checkpoint folder: config.json, and model.safetensors or its
// index. A weight that is missing, has another shape or dtype than the config
// wants, or is not known is listed in one joined error.
func Load(dir string) (*Model, error) {
	m, err := load(dir)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", filepath.Base(dir), err)
	}
	return m, nil
}

func load(dir string) (*Model, error) {
	c, err := ReadConfig(filepath.Join(dir, configFile))
	if err != nil {
		return nil, errors.Join(err, openable(dir))
	}
	f := c.facts()
	store, err := weights.Open(dir, f.layouts...)
	if err != nil {
		return nil, err
	}
	m := &Model{c, store}
	err = m.plausible(f)
	if err == nil {
		err = m.declare()
	}
	if err == nil {
		err = store.Check()
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return m, nil
}

// openable tells beside a wrong config what is wrong with the weights.
func openable(dir string) error {
	store, err := weights.Open(dir)
	if err == nil {
		err = store.Close()
	}
	return err
}

// plausible refuses a config whose parameters are far more than the file holds,
// before memory is taken for those that are missing.
func (m *Model) plausible(f facts) error {
	const few = 1e6
	held := 0.0
	for _, path := range m.Store.Paths() {
		e, _ := m.Store.Entry(path)
		n := 1.0
		for _, d := range e.Shape() {
			n *= float64(d)
		}
		held += n
	}
	if f.size > 2*held+few {
		return fmt.Errorf("%s is of a model with %.0f numbers, the weights are %.0f", configFile, f.size, held)
	}
	return nil
}

// ReadConfig reads a config.json and checks it. Its model_type says which Config
// it is: "gpt2", "llama" or "llama2.c".
func ReadConfig(path string) (Config, error) {
	text, err := readSmall(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	c, err := parseConfig(text)
	if err == nil {
		err = c.Check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return c, nil
}

func parseConfig(text []byte) (Config, error) {
	d, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	var c Config
	switch kind := string(d.values["model_type"]); kind {
	case "", "null":
		return nil, errors.New(`model_type is missing: want "gpt2", "llama" or "llama2.c"`)
	case `"gpt2"`:
		c = new(GPT2Config)
	case `"llama"`:
		c = new(LlamaConfig)
	case `"llama2.c"`:
		c = new(Llama2cConfig)
	default:
		return nil, fmt.Errorf(`model_type is %s: want "gpt2", "llama" or "llama2.c"`, kind)
	}
	return c, c.UnmarshalJSON(text)
}

// readSmall reads a file of at most 16 MB, many times the largest config.
func readSmall(path string) ([]byte, error) {
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

// writeConfig replaces the file at once, so that a failure leaves the old.
func writeConfig(path string, c Config) error {
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
