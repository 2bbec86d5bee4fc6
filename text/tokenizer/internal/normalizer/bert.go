package normalizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// bert cleans text as BERT does: control characters are dropped and spaces made
// one kind; Chinese characters stand between spaces; accents are dropped; letters
// are lowered.
type bert struct {
	clean, chinese, accents, lower bool

	ascii [utf8.RuneSelf]byte // what each character of ASCII becomes
}

// gone is what becomes of a character of ASCII that is dropped.
const gone = 0xFF

func newBert(s *settings.Settings) *bert {
	b := &bert{clean: s.Bool("clean_text"), chinese: s.Bool("handle_chinese_chars"), lower: s.Bool("lowercase")}
	b.accents = b.lower
	if !s.Null("strip_accents") {
		b.accents = s.Bool("strip_accents")
	}
	for r := range b.ascii {
		b.ascii[r] = b.one(rune(r))
	}
	return b
}

// one is what a character of ASCII becomes.
func (b *bert) one(r rune) byte {
	if b.clean {
		if !keptByBert(r) {
			return gone
		}
		r = spaceOfBert(r)
	}
	if b.lower && upper(r) {
		return unicode15.Lower(r)[0]
	}
	return byte(r)
}

// Normalize never fails.
func (b *bert) Normalize(t *aligned.Text) error {
	if all(t.Bytes()) {
		b.quick(t)
		return nil
	}
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

// all reports whether text is all ASCII.
func all(text []byte) bool {
	var seen byte
	for _, c := range text {
		seen |= c
	}
	return seen < utf8.RuneSelf
}

// quick is Normalize of a text that is all ASCII, which has neither accents nor
// Chinese characters.
func (b *bert) quick(t *aligned.Text) {
	text := t.Bytes()
	t.Begin()
	for i, c := range text {
		to := b.ascii[c]
		if to == c {
			continue
		}
		t.Keep(i - t.At())
		if to == gone {
			t.Skip(1)
		} else {
			t.Put(rune(to), 0)
		}
	}
	t.Keep(len(text) - t.At())
	t.End()
}
