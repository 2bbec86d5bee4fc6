package tokenizer

import (
	"bytes"
	"fmt"
)

// llama3 is how many tokens Llama 3's tokenizer.model has, and how many special
// ones come after them.
const (
	llama3        = 128000
	llama3Special = 256
)

// ParseLlama3 reads the tokenizer.model of Llama 3, which is tiktoken's ranks, as
// the program that came with it does: text is cut as for cl100k_base, but that only
// <|begin_of_text|> and 255 others after the last rank are special. Llama 3.1 calls
// some that are reserved here by other names. More ranks than Llama 3's are those of
// a model that cuts text in another way, which ParseRanks can be told.
func ParseLlama3(file []byte) (*Tokenizer, error) {
	ranks := bytes.Count(bytes.Trim(file, blanks), []byte("\n")) + 1
	if ranks > llama3 {
		return nil, fmt.Errorf("tiktoken: %d ranks: Llama 3 has %d: how others cut text is not in the file, and ParseRanks has to be told", ranks, llama3)
	}
	special := map[string]int{}
	for i, name := range llama3Names() {
		special[name] = ranks + i
	}
	return ParseRanks(file, patternCL100K, special)
}

// llama3Names are the special tokens in the order of their ids.
func llama3Names() []string {
	names := []string{
		"<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
		"<|reserved_special_token_2|>", "<|reserved_special_token_3|>", "<|start_header_id|>", "<|end_header_id|>",
		"<|reserved_special_token_4|>", "<|eot_id|>",
	}
	for i := 5; len(names) < llama3Special; i++ {
		names = append(names, fmt.Sprintf("<|reserved_special_token_%d|>", i))
	}
	return names
}
