package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// tokenizerParts are what a tokenizer.json has around its tokens, as it has it.
// Files of other kinds have none: their format says what is done.
type tokenizerParts struct {
	Model         json.RawMessage `json:"model,omitempty"` // without its vocabulary and merges
	Normalizer    json.RawMessage `json:"normalizer,omitempty"`
	PreTokenizer  json.RawMessage `json:"pre_tokenizer,omitempty"`
	PostProcessor json.RawMessage `json:"post_processor,omitempty"`
	Decoder       json.RawMessage `json:"decoder,omitempty"`
	Truncation    json.RawMessage `json:"truncation,omitempty"`
	Padding       json.RawMessage `json:"padding,omitempty"`
}

// readTokenizerParts reads a tokenizer.json that is known to be one.
func readTokenizerParts(path string) (*tokenizerParts, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var p tokenizerParts
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, err
	}
	var model map[string]json.RawMessage
	if err := json.Unmarshal(p.Model, &model); err != nil {
		return nil, err
	}
	delete(model, "vocab")
	delete(model, "merges")
	var b bytes.Buffer
	plain := json.NewEncoder(&b)
	plain.SetEscapeHTML(false) // <unk> is to be seen
	err = plain.Encode(model)
	p.Model = b.Bytes()
	return &p, err
}

// outline is a part in a line: its type, settings, and what it is made of.
func outline(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return "none"
	}
	var part map[string]json.RawMessage
	if json.Unmarshal(raw, &part) != nil {
		return shortened(string(raw))
	}
	var kind string
	_ = json.Unmarshal(part["type"], &kind) // old models have none
	delete(part, "type")
	var names, settings []string
	for name := range part {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		var list []json.RawMessage
		if kind != "Sequence" || json.Unmarshal(part[name], &list) != nil {
			settings = append(settings, fmt.Sprintf("%s=%s", name, shortened(compact(part[name]))))
			continue
		}
		for _, inner := range list {
			settings = append(settings, outline(inner))
		}
	}
	if len(settings) == 0 {
		return kind
	}
	if kind == "Sequence" {
		return strings.Join(settings, ", then ")
	}
	return strings.TrimSpace(kind + " (" + strings.Join(settings, ", ") + ")")
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return string(raw)
	}
	return b.String()
}

// shortened is the beginning of what is long.
func shortened(text string) string {
	const most = 60
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most]) + fmt.Sprintf("… (%d characters)", len(letters))
}
