package normalizer

import (
	"encoding/json"
	"fmt"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// deepest is how far sequences may be nested.
const deepest = 32

// FromJSON makes the normalizer that an object of a tokenizer.json describes; nil
// of null. A type or a value that is not known is an error that names it.
func FromJSON(raw json.RawMessage) (Normalizer, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	n, err := fromJSON(raw, 0)
	if err != nil {
		return nil, fmt.Errorf("normalizer: %w", err)
	}
	return n, nil
}

func fromJSON(raw json.RawMessage, depth int) (n Normalizer, err error) {
	s, err := settings.Read(raw)
	if err != nil {
		return nil, err
	}
	switch s.Type {
	case "BertNormalizer":
		n = newBert(s)
	case "NFC":
		n = form(unicode15.NFC)
	case "NFD":
		n = form(unicode15.NFD)
	case "NFKC":
		n = form(unicode15.NFKC)
	case "NFKD":
		n = form(unicode15.NFKD)
	case "Lowercase":
		n = lowercase{}
	case "StripAccents":
		n = stripAccents{}
	case "Nmt":
		n = nmt{}
	case "ByteLevel":
		n = byteLevel{}
	case "Strip":
		n = strip{s.Bool("strip_left"), s.Bool("strip_right")}
	case "Prepend":
		n = prepend(s.String("prepend"))
	case "Replace":
		n = newReplace(s)
	case "Precompiled":
		n = newPrecompiled(s)
	case "Sequence":
		return newSequence(s, depth)
	default:
		return nil, fmt.Errorf("unknown type %q", s.Type)
	}
	return n, s.Err()
}
