package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

// tokenizerFormat is the kind of a file that tokenizer.Load has read, by the same
// rules, and the file itself if it is a tokenizer.json.
func tokenizerFormat(path string) (format, file string) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = tokenizerIn(path)
	}
	switch name := filepath.Base(path); {
	case name == "vocab.txt":
		return "vocab.txt of WordPiece", ""
	case name == "vocab.json", name == "merges.txt":
		return "vocab.json and merges.txt of byte-level BPE", ""
	case filepath.Ext(name) == ".tiktoken":
		return "ranks of tiktoken, " + strings.TrimSuffix(name, ".tiktoken"), ""
	case filepath.Ext(name) == ".model":
		return modelFormat(path), ""
	}
	return "tokenizer.json", path
}

// tokenizerIn is the first file of a folder that is a tokenizer.
func tokenizerIn(folder string) string {
	files, err := os.ReadDir(folder)
	if err != nil {
		return folder
	}
	for _, pattern := range []string{"tokenizer.json", "*.model", "vocab.txt", "vocab.json", "*.tiktoken"} {
		for _, f := range files {
			if fits, err := filepath.Match(pattern, f.Name()); err == nil && fits {
				return filepath.Join(folder, f.Name())
			}
		}
	}
	return folder
}

// modelFormat tells SentencePiece's .model, which begins with the tag of its first
// piece, from tiktoken's, which is lines of base64.
func modelFormat(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return "model"
	}
	defer f.Close()
	first := make([]byte, 1)
	if _, err := f.Read(first); err == nil && first[0] != '\n' {
		return "ranks of tiktoken"
	}
	return "model of SentencePiece"
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
