package tokenizer

import (
	"encoding/json"
	"fmt"
)

// ByteLevelSteps cut text as GPT-2 does, each byte written as one of the characters
// of ByteLevelAlphabet.
func ByteLevelSteps() Steps {
	const step = `{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}`
	return Steps{
		PreTokenizer: json.RawMessage(step), PostProcessor: json.RawMessage(step), Decoder: json.RawMessage(step),
	}
}

// ByteLevelAlphabet is the 256 characters that stand for bytes: visible ones of
// Latin-1 for themselves, and from U+0100 on for the others, in their order.
func ByteLevelAlphabet() []rune {
	letters := make([]rune, 256)
	next := rune(256)
	for b := range letters {
		letters[b] = rune(b)
		if b <= ' ' || 0x7f <= b && b <= 0xa0 || b == 0xad {
			letters[b] = next
			next++
		}
	}
	return letters
}

// BERTSteps clean text, in lower case and without accents if it is to be, and cut
// it at spaces and punctuation, and around each Chinese character.
func BERTSteps(lower bool) Steps {
	return Steps{
		Normalizer: json.RawMessage(fmt.Sprintf(
			`{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":%t}`, lower)),
		PreTokenizer: json.RawMessage(`{"type":"BertPreTokenizer"}`),
		Decoder:      json.RawMessage(`{"type":"WordPiece","prefix":"##","cleanup":true}`),
	}
}

// MetaspaceSteps cut text at spaces, which become ▁ at the beginning of words.
func MetaspaceSteps() Steps {
	const step = `{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}`
	return Steps{PreTokenizer: json.RawMessage(step), Decoder: json.RawMessage(step)}
}
