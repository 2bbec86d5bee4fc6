package pretokenizer

import (
	"bytes"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// metaspace writes a character for each space, and before the text, and cuts
// before each.
type metaspace struct {
	replacement string
	scheme      scheme
	split       bool
}

// scheme is which splits begin with the replacement, even if no space was there.
type scheme uint8

const (
	always scheme = iota
	first         // of the original
	never
)

func newMetaspace(s *settings.Settings) *metaspace {
	p := &metaspace{replacement: string(s.Character("replacement")), split: s.BoolOr("split", true)}
	switch name := s.StringOr("prepend_scheme", "always"); name {
	case "always":
	case "first":
		p.scheme = first
	case "never":
		p.scheme = never
	default:
		s.Fail("prepend_scheme", "%q is none of always, first, never", name)
	}
	// Of older files: true says nothing that prepend_scheme does not.
	if !s.Null("add_prefix_space") && !s.Bool("add_prefix_space") && p.scheme != never {
		s.Fail("add_prefix_space", `false, but prepend_scheme is not "never"`)
	}
	return p
}

// PreTokenize never fails.
func (p *metaspace) PreTokenize(s *Splits) error {
	s.rewrite(func(start, end int) { p.write(s.Text, start, end) })
	if !p.split {
		return nil
	}
	text, replacement := s.Text.Bytes(), []byte(p.replacement)
	return s.cut(func(start, end int) error {
		for at := start; ; {
			i := bytes.Index(text[at:end], replacement)
			if i < 0 {
				break
			}
			s.add(start, at+i)
			start = at + i
			at = start + len(replacement)
		}
		s.add(start, end)
		return nil
	})
}

// write writes a split with its replacements.
func (p *metaspace) write(t *aligned.Text, start, end int) {
	text := t.Bytes()
	if p.prepends(t, start, end) {
		t.PutBefore(p.replacement)
	}
	r, _ := utf8.DecodeRuneInString(p.replacement)
	for t.At() < end {
		i := bytes.IndexByte(text[t.At():end], ' ')
		if i < 0 {
			break
		}
		t.Keep(i)
		t.Put(r, 0)
	}
	t.Keep(end - t.At())
}

func (p *metaspace) prepends(t *aligned.Text, start, end int) bool {
	text := t.Bytes()[start:end]
	if p.scheme == never || text[0] == ' ' || bytes.HasPrefix(text, []byte(p.replacement)) {
		return false
	}
	if p.scheme == always {
		return true
	}
	from, _ := t.Original(start, end)
	return from == 0
}
