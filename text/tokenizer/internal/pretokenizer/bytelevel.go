package pretokenizer

import (
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pattern"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// byteLevel begins each split with a space, cuts by GPT-2's expression, and writes
// each byte as GPT-2's character for it.
type byteLevel struct {
	prefix bool
	cut    *split // nil: not cut
}

func newByteLevel(s *settings.Settings) *byteLevel {
	p := &byteLevel{prefix: s.Bool("add_prefix_space")}
	if s.BoolOr("use_regex", true) {
		p.cut = &split{find: pattern.GPT2, behavior: isolated}
	}
	s.Bool("trim_offsets") // only of post-processors, but it has to be there
	return p
}

// PreTokenize never fails.
func (p *byteLevel) PreTokenize(s *Splits) error {
	t := s.Text
	if p.prefix {
		s.rewrite(func(start, end int) {
			if t.Bytes()[start] != ' ' {
				t.PutBefore(" ")
			}
			t.Keep(end - t.At())
		})
	}
	if p.cut != nil {
		if err := p.cut.PreTokenize(s); err != nil {
			return err
		}
	}
	s.rewrite(func(start, end int) { t.PutBytes(end - start) })
	return nil
}
