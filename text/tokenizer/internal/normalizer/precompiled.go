package normalizer

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// short is how many bytes a grapheme may have to be looked up as one.
const short = 5

// precompiled replaces what a compiled character map of SentencePiece has, as the
// reference does: a grapheme of at most five bytes is looked up as one, and the
// shortest entry with which it begins replaces all of it; others are looked up
// character by character.
type precompiled struct {
	trie  doubleArray
	texts string // what entries become, each ended by a zero
}

// mostOfMap is how long a character map may be.
const mostOfMap = 64 << 20

func newPrecompiled(s *settings.Settings) *precompiled {
	text := s.String("precompiled_charsmap")
	if len(text) > mostOfMap {
		s.Fail("precompiled_charsmap", "longer than %d bytes", mostOfMap)
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		s.Fail("precompiled_charsmap", "%w", err)
		return nil
	}
	p, err := readMap(data)
	if err != nil {
		s.Fail("precompiled_charsmap", "%w", err)
	}
	return p
}

// Normalize never fails.
func (p *precompiled) Normalize(t *aligned.Text) error {
	text := t.Bytes()
	changes := t.Changes()
	modified := false
	for i := 0; i < len(text); {
		end := i + unicode15.Grapheme(text[i:])
		if end-i <= short {
			if found, ok := p.find(text[i:end]); ok {
				changes = appendReplaced(changes, utf8.RuneCount(text[i:end]), found)
				modified = true
				i = end
				continue
			}
		}
		for i < end {
			r, size := utf8.DecodeRune(text[i:])
			if found, ok := p.find(text[i : i+size]); ok {
				changes = appendReplaced(changes, 1, found)
				modified = true
			} else {
				changes = append(changes, unicode15.Change{Rune: r})
			}
			i += size
		}
	}
	if !modified {
		t.Unchanged(changes)
		return nil
	}
	t.Transform(changes, 0)
	return nil
}

// find is what the shortest entry with which a part begins becomes.
func (p *precompiled) find(part []byte) (text string, found bool) {
	at, found := p.trie.shortest(part)
	if !found || at > len(p.texts) {
		return "", false
	}
	text = p.texts[at:]
	if end := strings.IndexByte(text, 0); end >= 0 {
		text = text[:end]
	}
	return text, true
}

// appendReplaced appends a text that replaces so many characters. What is too
// many is new; what is too few lets its last character, or what was written
// before, take the others' places.
func appendReplaced(dst []unicode15.Change, characters int, text string) []unicode15.Change {
	n := utf8.RuneCountInString(text)
	i := 0
	for _, r := range text {
		step := int32(0)
		if i >= characters {
			step = 1
		}
		dst = append(dst, unicode15.Change{Rune: r, Step: step})
		i++
	}
	if n < characters && len(dst) > 0 {
		dst[len(dst)-1].Step -= int32(characters - n)
	}
	return dst
}
