package normalizer

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// sequence is one normalizer after the other.
type sequence []Normalizer

func newSequence(s *settings.Settings, depth int) (Normalizer, error) {
	list := s.List("normalizers")
	if depth == deepest {
		s.Fail("normalizers", "nested more than %d deep", deepest)
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

// Normalize runs the steps in order.
func (s sequence) Normalize(t *aligned.Text) error {
	for _, n := range s {
		if err := n.Normalize(t); err != nil {
			return err
		}
	}
	return nil
}
