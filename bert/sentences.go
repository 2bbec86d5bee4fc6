package bert

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gaze-ml/gaze/internal/checkpoint"
)

// Sentences is how sentence-transformers makes embeddings with a folder's model.
type Sentences struct {
	Pooling   Pooling
	Normalise bool
	Longest   int // positions that it reads of a text; 0: as many as the model can
}

// ReadSentences reads modules.json, the config of pooling that it names, and
// sentence_bert_config.json. A folder without modules.json has means that are not
// normalised, as sentence-transformers takes it. Modules that do more are an error.
func ReadSentences(dir string) (Sentences, error) {
	s := Sentences{Pooling: Mean}
	err := s.read(dir)
	if err != nil {
		return Sentences{}, fmt.Errorf("sentences of %s: %w", filepath.Base(dir), err)
	}
	return s, nil
}

func (s *Sentences) read(dir string) error {
	var modules []struct{ Type, Path string }
	if there, err := readJSON(dir, "modules.json", &modules); err != nil || !there {
		return err
	}
	for _, m := range modules {
		kind := m.Type[strings.LastIndexByte(m.Type, '.')+1:]
		switch kind {
		case "Transformer":
		case "Pooling":
			if err := s.readPooling(dir, m.Path); err != nil {
				return err
			}
		case "Normalize":
			s.Normalise = true
		default:
			return fmt.Errorf("modules.json: %q: want Transformer, Pooling and Normalize: others are not supported", m.Type)
		}
	}
	var c struct {
		MaxSeqLength int `json:"max_seq_length"`
	}
	if _, err := readJSON(dir, "sentence_bert_config.json", &c); err != nil {
		return err
	}
	if c.MaxSeqLength < 0 {
		return fmt.Errorf("sentence_bert_config.json: max_seq_length is %d: want 0 or more", c.MaxSeqLength)
	}
	s.Longest = c.MaxSeqLength
	return nil
}

// readPooling reads which ways of pooling are on: one that is implemented.
func (s *Sentences) readPooling(dir, at string) error {
	if !filepath.IsLocal(at) {
		return fmt.Errorf("modules.json: path %q leaves the folder", at)
	}
	name := path.Join(at, "config.json")
	var c map[string]any
	there, err := readJSON(dir, name, &c)
	if err != nil || !there {
		return errors.Join(err, fmt.Errorf("modules.json: path %q: want %s", at, name))
	}
	var on []string
	for field, value := range c {
		if strings.HasPrefix(field, "pooling_mode_") && value == true {
			on = append(on, field)
		}
	}
	ways := map[string]Pooling{
		"pooling_mode_cls_token": CLS, "pooling_mode_mean_tokens": Mean, "pooling_mode_max_tokens": Max,
	}
	if len(on) != 1 || ways[on[0]] == "" {
		return fmt.Errorf("%s: %q are on: want one of pooling_mode_cls_token, pooling_mode_mean_tokens and "+
			"pooling_mode_max_tokens: others are not supported", name, on)
	}
	s.Pooling = ways[on[0]]
	return nil
}

// readJSON reads a file of a folder, and says whether it is there.
func readJSON(dir, name string, into any) (there bool, err error) {
	at := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(at); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	text, err := checkpoint.ReadSmall(at)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return true, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}
