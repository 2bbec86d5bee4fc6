// Package processor is what follows a model: special tokens around a text or a
// pair, types, and offsets without spaces. It does what Hugging Face's tokenizers
// does.
package processor

import (
	"encoding/json"
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// Processor puts parts together.
type Processor interface {
	// Added is how many tokens Process adds to one text, or to a pair.
	Added(pair bool) int

	// Process is one or two texts with special tokens between, which it leaves out
	// unless add is true. The texts are those that tokens are In. It may change
	// parts and the tokens in them; what it returns is in m. The error is that there
	// are more parts than it has a place for.
	Process(m *encoded.Memory, parts []encoded.Part, texts []string, add bool) ([]encoded.Part, error)
}

// Special is a token that a post-processor adds.
type Special struct {
	ID   int32
	Text string
}

func (s Special) token(typeID int32) encoded.Token {
	return encoded.Token{ID: s.ID, Type: typeID, Word: encoded.None, In: encoded.None, Sequence: encoded.None, Special: true, Text: s.Text}
}

// FromJSON reads a post-processor of a tokenizer.json. What it does not know is an
// error that names it.
func FromJSON(raw json.RawMessage) (Processor, error) { return fromJSON(raw, 0) }

// deepest is how many sequences may be in each other.
const deepest = 16

func fromJSON(raw json.RawMessage, depth int) (Processor, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, err
	}
	var p Processor
	var err error
	switch kind.Type {
	case "TemplateProcessing":
		p, err = newTemplate(raw)
	case "BertProcessing":
		p, err = newBert(raw)
	case "RobertaProcessing":
		p, err = newRoberta(raw)
	case "ByteLevel":
		p, err = newByteLevel(raw)
	case "Sequence":
		p, err = newSequence(raw, depth)
	default:
		return nil, fmt.Errorf("type is %q: it is not supported", kind.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	return p, nil
}
