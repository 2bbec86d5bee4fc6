package tagger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// modelType is what config.json says of itself.
const modelType = "tagger"

// Config is the sizes of a Network, as in config.json.
type Config struct {
	ModelType string  `json:"model_type"` // "tagger"
	Symbols   int     `json:"symbols"`    // in the vocabulary; New fills it in
	Pairs     int     `json:"pairs"`      // likewise
	Width     int     `json:"width"`      // of the embedding of a symbol or a pair
	Hidden    int     `json:"hidden"`
	Dropout   float64 `json:"dropout"` // of embeddings and of the hidden layer, while training
}

// Small is what some hundreds of sentences can teach: more is learned by heart.
func Small() Config {
	return Config{ModelType: modelType, Width: 32, Hidden: 128, Dropout: 0.5}
}

// Check lists all that is wrong with it, in one joined error.
func (c Config) Check() error {
	var list []error
	if c.ModelType != modelType {
		list = append(list, fmt.Errorf("model_type is %q: want %q", c.ModelType, modelType))
	}
	for _, f := range []struct {
		name string
		n    int
	}{{"symbols", c.Symbols}, {"pairs", c.Pairs}, {"width", c.Width}, {"hidden", c.Hidden}} {
		const most = 1 << 24
		if f.n < 1 || f.n > most {
			list = append(list, fmt.Errorf("%s is %d: want 1 to %d", f.name, f.n, most))
		}
	}
	if !(c.Dropout >= 0 && c.Dropout < 1) {
		list = append(list, fmt.Errorf("dropout is %v: want 0 to below 1", c.Dropout))
	}
	if len(list) > 0 {
		return fmt.Errorf("tagger: config: %w", errors.Join(list...))
	}
	return nil
}

// readConfig wants known fields only: a field that it does not know may change what
// the model computes.
func readConfig(text []byte) (c Config, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("tagger: config: %w", err)
	}
	return c, c.Check()
}
