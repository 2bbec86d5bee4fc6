package normalizer

import (
	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// bert cleans text as BERT does: control characters are dropped and spaces made
// one kind; Chinese characters stand between spaces; accents are dropped; letters
// are lowered.
type bert struct{ clean, chinese, accents, lower bool }

func newBert(s *settings.Settings) *bert {
	b := &bert{clean: s.Bool("clean_text"), chinese: s.Bool("handle_chinese_chars"), lower: s.Bool("lowercase")}
	b.accents = b.lower
	if !s.Null("strip_accents") {
		b.accents = s.Bool("strip_accents")
	}
	return b
}

// Normalize never fails.
func (b *bert) Normalize(t *aligned.Text) error {
	if b.clean {
		t.Filter(keptByBert)
		t.Map(spaceOfBert)
	}
	if b.chinese {
		t.Each(unicode15.CJK, func(r rune, _ int) {
			t.Put(' ', 0)
			t.Put(r, 1)
			t.Put(' ', 1)
		})
	}
	if b.accents {
		if err := form(unicode15.NFD).Normalize(t); err != nil {
			return err
		}
		t.Filter(func(r rune) bool { return !unicode15.BertMark(r) })
	}
	if b.lower {
		return lowercase{}.Normalize(t)
	}
	return nil
}

func keptByBert(r rune) bool { return !unicode15.BertRemoved(r) }

func spaceOfBert(r rune) rune {
	if unicode15.BertSpace(r) {
		return ' '
	}
	return r
}
