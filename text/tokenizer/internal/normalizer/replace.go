package normalizer

import (
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pattern"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// replace writes another text for whatever matches.
type replace struct {
	find    pattern.Pattern
	content string
}

func newReplace(s *settings.Settings) *replace {
	r := &replace{content: s.String("content")}
	text, regular := s.Expression("pattern")
	if s.Err() != nil {
		return r
	}
	var err error
	if r.find, err = pattern.New(text, regular); err != nil {
		s.Fail("pattern", "%w", err)
	}
	return r
}

// Normalize writes content for each match; it stands for what the last character
// of the match stood for. Its error is the pattern's.
func (r *replace) Normalize(t *aligned.Text) error {
	list := pattern.Borrow()
	defer pattern.Return(list)
	var err error
	if list.Ranges, err = r.find.AppendMatches(list.Ranges, t.Bytes()); err != nil || len(list.Ranges) == 0 {
		return err
	}
	t.Begin()
	for _, m := range list.Ranges {
		t.Keep(int(m.Start) - t.At())
		t.Skip(int(m.End) - t.At())
		t.Insert(r.content)
	}
	t.Keep(t.Len() - t.At())
	t.End()
	return nil
}
