package pretokenizer

import (
	"encoding/json"
	"fmt"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// deepest is how far sequences may be nested.
const deepest = 32

// FromJSON makes the pre-tokenizer that an object of a tokenizer.json describes;
// nil of null. A type or a value that is not known is an error that names it.
func FromJSON(raw json.RawMessage) (PreTokenizer, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	p, err := fromJSON(raw, 0)
	if err != nil {
		return nil, fmt.Errorf("pre-tokenizer: %w", err)
	}
	return p, nil
}

func fromJSON(raw json.RawMessage, depth int) (p PreTokenizer, err error) {
	s, err := settings.Read(raw)
	if err != nil {
		return nil, err
	}
	switch s.Type {
	case "BertPreTokenizer":
		p = bert{}
	case "Whitespace":
		p = words{}
	case "WhitespaceSplit":
		p = &split{find: characters(unicode15.Space), behavior: removed}
	case "UnicodeScripts":
		p = scripts{}
	case "ByteLevel":
		p = newByteLevel(s)
	case "Metaspace":
		p = newMetaspace(s)
	case "Punctuation":
		p = &split{find: characters(unicode15.BertPunctuation), behavior: readBehavior(s, s.StringOr("behavior", "Isolated"))}
	case "Digits":
		p = newDigits(s)
	case "CharDelimiterSplit":
		delimiter := s.Character("delimiter")
		p = &split{find: characters(func(r rune) bool { return r == delimiter }), behavior: removed}
	case "FixedLength":
		p = newFixedLength(s)
	case "Split":
		p = newSplit(s)
	case "Sequence":
		return newSequence(s, depth)
	default:
		return nil, fmt.Errorf("unknown type %q", s.Type)
	}
	return p, s.Err()
}

func newDigits(s *settings.Settings) *split {
	p := &split{find: characters(unicode15.Numeric), behavior: contiguous}
	if s.Bool("individual_digits") {
		p.behavior = isolated
	}
	return p
}
