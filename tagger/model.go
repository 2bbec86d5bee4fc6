package tagger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// The files of a model's folder.
const (
	configFile     = "config.json"
	vocabularyName = "vocabulary.json"
	weightsFile    = "model.safetensors"
)

// Model is a Config, a Vocabulary, and the weights that go with them. Many goroutines
// may use it.
type Model struct {
	Config     Config
	Vocabulary *Vocabulary
	Store      *weights.Store

	tag func() (*graph.Function, error)
}

// New is a model with weights drawn from seed, of the sizes of the vocabulary.
func New(c Config, v *Vocabulary, seed uint64) (*Model, error) {
	c.Symbols, c.Pairs = v.Symbols(), v.Pairs()
	if err := c.Check(); err != nil {
		return nil, err
	}
	return newModel(c, v, weights.New(seed))
}

func newModel(c Config, v *Vocabulary, store *weights.Store) (*Model, error) {
	m := &Model{Config: c, Vocabulary: v, Store: store}
	m.tag = sync.OnceValues(m.function)
	g := graph.New(store)
	NewNetwork(g.Scope(), c)
	return m, g.Err()
}

// function is the network without labels.
func (m *Model) function() (*graph.Function, error) {
	return graph.NewFunction(m.Store, graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		n := NewNetwork(s, m.Config)
		return graph.Outputs{"logits": n.Forward(in.Get("symbols"), in.Get("pairs"))}
	})
}

// Load reads a folder of Save: config.json, vocabulary.json and model.safetensors.
func Load(dir string) (*Model, error) {
	m, err := load(dir)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", filepath.Base(dir), err)
	}
	return m, nil
}

func load(dir string) (*Model, error) {
	text, err := readSmall(filepath.Join(dir, configFile))
	if err != nil {
		return nil, err
	}
	c, err := readConfig(text)
	if err != nil {
		return nil, err
	}
	if text, err = readSmall(filepath.Join(dir, vocabularyName)); err != nil {
		return nil, err
	}
	v := new(Vocabulary)
	if err := json.Unmarshal(text, v); err != nil {
		return nil, err
	}
	if c.Symbols != v.Symbols() || c.Pairs != v.Pairs() {
		return nil, fmt.Errorf("the vocabulary has %d symbols and %d pairs: want %d and %d, as the config has", v.Symbols(), v.Pairs(), c.Symbols, c.Pairs)
	}
	store, err := weights.Open(dir)
	if err != nil {
		return nil, err
	}
	m, err := newModel(c, v, store)
	if err == nil {
		err = store.Check()
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return m, nil
}

// readSmall reads a file of at most 64 MB, many times the largest vocabulary.
func readSmall(path string) ([]byte, error) {
	const most = 64 << 20
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if len(text) > most {
		return nil, fmt.Errorf("%s: more than %d bytes", filepath.Base(path), most)
	}
	return text, err
}

// Save writes a folder for Load.
func (m *Model) Save(dir string) error {
	files, err := m.Files()
	if err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(dir), err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := m.Store.Save(filepath.Join(dir, weightsFile)); err != nil {
		return err
	}
	for name, text := range files {
		err := weights.Replace(filepath.Join(dir, name), func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
		if err != nil {
			return fmt.Errorf("save %s: %w", name, err)
		}
	}
	return nil
}

// Files are what lies beside the weights, by name: what makes a folder with weights,
// such as a checkpoint, one that Load reads.
func (m *Model) Files() (map[string][]byte, error) {
	config, err := json.MarshalIndent(m.Config, "", "  ")
	if err != nil {
		return nil, err
	}
	vocabulary, err := json.Marshal(m.Vocabulary)
	return map[string][]byte{configFile: config, vocabularyName: vocabulary}, err
}

// Close gives back the files that the weights were loaded from. The model is not to be
// used afterwards.
func (m *Model) Close() error { return m.Store.Close() }
