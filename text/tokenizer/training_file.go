package tokenizer

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// trained is the keys of a tokenizer.json, in the order of the reference.
type trained struct {
	Version       string          `json:"version"`
	Truncation    json.RawMessage `json:"truncation"`
	Padding       json.RawMessage `json:"padding"`
	AddedTokens   []AddedToken    `json:"added_tokens"`
	Normalizer    json.RawMessage `json:"normalizer"`
	PreTokenizer  json.RawMessage `json:"pre_tokenizer"`
	PostProcessor json.RawMessage `json:"post_processor"`
	Decoder       json.RawMessage `json:"decoder"`
	Model         json.RawMessage `json:"model"`
}

// file is the tokenizer.json of a model with the steps and special tokens of its
// training. It has been read once, so Parse and the reference read it.
func (t *Training) file(m model.Model, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	raw, err := m.MarshalJSON()
	if err != nil {
		return nil, err
	}
	f := trained{
		Version: "1.0", AddedTokens: []AddedToken{}, Normalizer: orNull(t.Steps.Normalizer),
		PreTokenizer: orNull(t.Steps.PreTokenizer), PostProcessor: orNull(t.Steps.PostProcessor),
		Decoder: orNull(t.Steps.Decoder), Model: raw,
	}
	seen := map[int]bool{}
	for _, token := range t.Special {
		if id, ok := m.TokenID(token); ok && !seen[id] {
			seen[id] = true
			f.AddedTokens = append(f.AddedTokens, AddedToken{ID: id, Content: token, Special: true})
		}
	}
	file, err := plain(f)
	if err != nil {
		return nil, err
	}
	if _, err := Parse(file); err != nil {
		return nil, fmt.Errorf("what was trained: %w", err)
	}
	return file, nil
}

// plain is the JSON of f, with <, > and & as they are.
func plain(f trained) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
