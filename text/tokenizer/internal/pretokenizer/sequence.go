package pretokenizer

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// sequence is one pre-tokenizer after the other.
type sequence []PreTokenizer

func newSequence(s *settings.Settings, depth int) (PreTokenizer, error) {
	list := s.List("pretokenizers")
	if depth == deepest {
		s.Fail("pretokenizers", "nested more than %d deep", deepest)
	}
	if s.Err() != nil {
		return nil, s.Err()
	}
	steps := make(sequence, len(list))
	for i, raw := range list {
		var err error
		if steps[i], err = fromJSON(raw, depth+1); err != nil {
			return nil, fmt.Errorf("%d of a sequence: %w", i, err)
		}
	}
	return steps, nil
}

// PreTokenize runs the steps in order.
func (s sequence) PreTokenize(splits *Splits) error {
	for _, p := range s {
		if err := p.PreTokenize(splits); err != nil {
			return err
		}
	}
	return nil
}
