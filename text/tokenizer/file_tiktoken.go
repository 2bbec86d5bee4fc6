package tokenizer

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// blanks are the white space of file formats.
const blanks = " \t\r\n"

// Encoding of tiktoken: how text is cut, and special tokens beside those of the file.
type tiktoken struct {
	pattern string
	special map[string]int
}

const (
	patternGPT2   = `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
	patternCL100K = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
	patternQwen   = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
	patternO200K  = `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
)

// tiktokens are the encodings of tiktoken's openai_public.py, and Qwen's.
var tiktokens = map[string]tiktoken{
	"r50k_base": {patternGPT2, map[string]int{"<|endoftext|>": 50256}},
	"p50k_base": {patternGPT2, map[string]int{"<|endoftext|>": 50256}},
	"p50k_edit": {patternGPT2, map[string]int{"<|endoftext|>": 50256, "<|fim_prefix|>": 50281, "<|fim_middle|>": 50282, "<|fim_suffix|>": 50283}},
	"cl100k_base": {patternCL100K, map[string]int{
		"<|endoftext|>": 100257, "<|fim_prefix|>": 100258, "<|fim_middle|>": 100259, "<|fim_suffix|>": 100260, "<|endofprompt|>": 100276,
	}},
	"o200k_base": {patternO200K, map[string]int{"<|endoftext|>": 199999, "<|endofprompt|>": 200018}},
	"qwen":       {patternQwen, map[string]int{"<|endoftext|>": 151643, "<|im_start|>": 151644, "<|im_end|>": 151645}},
}

// ParseTiktoken reads a file of tiktoken, a token in base64 and its rank a line,
// as the encoding of a name: "r50k_base", "p50k_base", "p50k_edit",
// "cl100k_base", "o200k_base" or "qwen".
func ParseTiktoken(file []byte, name string) (*Tokenizer, error) {
	e, known := tiktokens[name]
	if !known {
		return nil, fmt.Errorf("tiktoken: there is no encoding %q: want one of %q", name, slices.Sorted(maps.Keys(tiktokens)))
	}
	return ParseRanks(file, e.pattern, e.special)
}

// ParseRanks reads a file of tiktoken, a token in base64 and its rank a line, for
// which text is cut by a regular expression, and special tokens have ids of their
// own.
func ParseRanks(file []byte, pattern string, special map[string]int) (*Tokenizer, error) {
	t, err := parseRanks(file, pattern, special)
	if err != nil {
		return nil, fmt.Errorf("tiktoken: %w", err)
	}
	return t, nil
}

func parseRanks(file []byte, pattern string, special map[string]int) (*Tokenizer, error) {
	spec := model.BPESpec{IgnoreMerges: true}
	if err := readRanks(file, &spec); err != nil {
		return nil, err
	}
	mergeRanks(&spec)
	for b := range 256 {
		if letter := decoder.Letters([]byte{byte(b)}); !slices.Contains(spec.Tokens, letter) {
			return nil, fmt.Errorf("byte 0x%02X is no token", b)
		}
	}
	var tokens []added.Token
	for _, content := range slices.Sorted(maps.Keys(special)) {
		id := special[content]
		if id < 0 || id > 1<<31-2 {
			return nil, fmt.Errorf("special token %q has id %d", content, id)
		}
		tokens = append(tokens, added.Token{Content: content, Special: true})
		spec.Tokens = append(spec.Tokens, content)
		spec.IDs = append(spec.IDs, int32(id))
	}
	m, err := model.NewBPE(spec)
	if err != nil {
		return nil, err
	}
	return tokenizerOf(m, map[string]any{
		"pre_tokenizer": map[string]any{"type": "Sequence", "pretokenizers": []any{
			map[string]any{"type": "Split", "pattern": map[string]any{"Regex": pattern}, "behavior": "Isolated", "invert": false},
			map[string]any{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false},
		}},
		"decoder": byteLevelJSON(true, true),
	}, tokens)
}

// readRanks reads the tokens, spelt with letters for bytes, in the order of their
// ranks.
func readRanks(file []byte, spec *model.BPESpec) error {
	seen := map[string]bool{}
	for i, line := range bytes.Split(bytes.Trim(file, blanks), []byte("\n")) {
		text, number, found := bytes.Cut(bytes.Trim(line, blanks), []byte(" "))
		rank, err := strconv.Atoi(string(number))
		if !found || err != nil || rank < 0 || rank > 1<<31-2 {
			return fmt.Errorf("line %d is %.80q: want a token in base64 and a rank", i+1, line)
		}
		b, err := base64.StdEncoding.AppendDecode(nil, text)
		if err != nil || len(b) == 0 {
			return fmt.Errorf("line %d: %.80q is not base64 of a token", i+1, text)
		}
		token := decoder.Letters(b)
		if seen[token] {
			return fmt.Errorf("line %d: token %q comes twice", i+1, b)
		}
		seen[token] = true
		spec.Tokens = append(spec.Tokens, token)
		spec.IDs = append(spec.IDs, int32(rank))
	}
	return nil
}

// mergeRanks merges every pair that makes a token, at the token's rank.
func mergeRanks(spec *model.BPESpec) {
	known := make(map[string]bool, len(spec.Tokens))
	order := make([]int, len(spec.Tokens))
	for i, token := range spec.Tokens {
		known[token] = true
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(spec.IDs[a]) - int(spec.IDs[b]) })
	for _, i := range order {
		token := spec.Tokens[i]
		for at := range token {
			if at > 0 && known[token[:at]] && known[token[at:]] {
				spec.Merges = append(spec.Merges, [2]string{token[:at], token[at:]})
				spec.Ranks = append(spec.Ranks, spec.IDs[i])
			}
		}
	}
}
