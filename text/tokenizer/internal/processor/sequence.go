package processor

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// sequence is processors one after another.
type sequence []Processor

func newSequence(raw json.RawMessage, depth int) (Processor, error) {
	var file struct {
		Processors []json.RawMessage `json:"processors"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if depth == deepest {
		return nil, fmt.Errorf("more than %d sequences in each other", deepest)
	}
	s := make(sequence, len(file.Processors))
	for i, p := range file.Processors {
		var err error
		if s[i], err = fromJSON(p, depth+1); err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
	}
	return s, nil
}

func (s sequence) Added(pair bool) (n int) {
	for _, p := range s {
		n += p.Added(pair)
	}
	return n
}

func (s sequence) Process(m *encoded.Memory, parts []encoded.Part, texts []string, add bool) ([]encoded.Part, error) {
	for i, p := range s {
		if i > 0 {
			var err error
			if parts, err = together(m, parts); err != nil {
				return nil, err
			}
		}
		var err error
		if parts, err = p.Process(m, parts, texts, add); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// together makes one part of those that go with each other.
func together(m *encoded.Memory, parts []encoded.Part) ([]encoded.Part, error) {
	goes := func(p encoded.Part) bool { return p.Goes }
	if !slices.ContainsFunc(parts, goes) {
		return parts, nil
	}
	all := m.Parts()
	for len(parts) > 0 {
		n := 1
		for n < len(parts) && parts[n].Goes {
			n++
		}
		one := encoded.Part{}
		cut := false
		for _, p := range parts[:n] {
			one.Of, cut = max(one.Of, p.Of), cut || len(p.Overflow) > 0
		}
		if cut {
			whole, err := Join(parts[:n])
			if err != nil {
				return nil, err
			}
			one.Tokens, one.Overflow = whole.Tokens, whole.Overflow
		} else {
			one.Tokens = m.Join(parts[:n])
		}
		*all = append(*all, one)
		parts = parts[n:]
	}
	return *all, nil
}
