package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/gomlx/go-huggingface/tokenizers/api"
	"github.com/gomlx/go-huggingface/tokenizers/hftokenizer"
	"github.com/pkoukk/tiktoken-go"
	"github.com/sugarme/tokenizer/pretrained"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// encoder is the ids of a text.
type encoder func(text string) ([]int, error)

var libraries = []struct {
	name string
	load func(file []byte) (encoder, error)
}{{"gaze", loadGaze}, {"gaze-ids", loadGazeIDs}, {"gomlx", loadGomlx}, {"sugarme", loadSugarme}, {"pkoukk", loadPkoukk}}

func loadGaze(file []byte) (encoder, error) {
	t, err := tokenizer.Parse(file)
	return func(text string) ([]int, error) {
		e, err := t.Encode(text)
		if err != nil {
			return nil, err
		}
		return e.IDs, nil
	}, err
}

func loadGazeIDs(file []byte) (encoder, error) {
	t, err := tokenizer.Parse(file)
	return func(text string) ([]int, error) { return t.EncodeIDs(text) }, err
}

func loadGomlx(file []byte) (encoder, error) {
	t, err := hftokenizer.NewFromContent(&api.Config{}, file)
	return func(text string) ([]int, error) { return t.Encode(text), nil }, err
}

func loadSugarme(file []byte) (encoder, error) {
	t, err := pretrained.FromReader(bytes.NewReader(file))
	return func(text string) ([]int, error) {
		e, err := t.EncodeSingle(text, true)
		if err != nil {
			return nil, err
		}
		return e.Ids, nil
	}, err
}

// gpt2 is the pattern of a ByteLevel that has none of its own.
const gpt2 = `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

type byteLevelFile struct {
	Added []struct {
		ID      int
		Content string
	} `json:"added_tokens"`
	PreTokenizer struct {
		Type          string
		PreTokenizers []struct{ Pattern struct{ Regex string } }
	} `json:"pre_tokenizer"`
	Model struct {
		Type  string
		Vocab json.RawMessage
	}
}

// loadPkoukk feeds it what it cannot read: byte-level vocabularies whose ids are in
// the order of their merges.
func loadPkoukk(file []byte) (encoder, error) {
	var f byteLevelFile
	if err := json.Unmarshal(file, &f); err != nil {
		return nil, err
	}
	pattern := gpt2
	switch {
	case f.PreTokenizer.Type == "Sequence" && f.PreTokenizer.PreTokenizers[0].Pattern.Regex != "":
		pattern = f.PreTokenizer.PreTokenizers[0].Pattern.Regex
	case f.PreTokenizer.Type != "ByteLevel":
		return nil, errors.New("byte level only")
	}
	var ids map[string]int
	if err := json.Unmarshal(f.Model.Vocab, &ids); err != nil {
		return nil, err
	}
	ranks, special, every := map[string]int{}, map[string]int{}, map[string]any{}
	for _, t := range f.Added {
		special[t.Content], every[t.Content] = t.ID, nil
	}
	for token, id := range ids {
		if _, ok := special[token]; !ok {
			ranks[bytesOf(token)] = id
		}
	}
	core, err := tiktoken.NewCoreBPE(ranks, special, pattern)
	if err != nil {
		return nil, err
	}
	t := tiktoken.NewTiktoken(core, &tiktoken.Encoding{PatStr: pattern, MergeableRanks: ranks, SpecialTokens: special}, every)
	return func(text string) ([]int, error) { return t.Encode(text, []string{"all"}, nil), nil }, nil
}

// bytesOf is the bytes that the letters of a byte-level token stand for.
func bytesOf(token string) string {
	var out []byte
	for _, r := range token {
		switch {
		case r == 256+67:
			r = 0xAD
		case r >= 256+33:
			r += 0x7F - 256 - 33
		case r >= 256:
			r -= 256
		}
		out = append(out, byte(r))
	}
	return string(out)
}
