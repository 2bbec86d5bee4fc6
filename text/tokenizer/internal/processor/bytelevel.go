package processor

import (
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// byteLevel takes the spaces at the ends of tokens out of their offsets.
type byteLevel struct{ trim, prefix bool }

func newByteLevel(raw json.RawMessage) (Processor, error) {
	var file struct {
		Trim   *bool `json:"trim_offsets"`
		Prefix *bool `json:"add_prefix_space"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if file.Trim == nil || file.Prefix == nil {
		return nil, errors.New("want trim_offsets and add_prefix_space")
	}
	return &byteLevel{trim: *file.Trim, prefix: *file.Prefix}, nil
}

func (b *byteLevel) Added(bool) int { return 0 }

func (b *byteLevel) Process(_ *encoded.Memory, parts []encoded.Part, texts []string, _ bool) ([]encoded.Part, error) {
	if b.trim {
		b.trimAll(parts, texts)
	}
	if inOrder(parts) {
		for i, p := range parts {
			encoded.SetSequence(p.Tokens, i)
		}
	} else {
		renumber(parts)
	}
	return parts, nil
}

// inOrder says that each part is the text of its place.
func inOrder(parts []encoded.Part) bool {
	for i, p := range parts {
		if p.Of != i+1 {
			return false
		}
	}
	return true
}

// renumber does what the reference does to parts between which a template has put
// special tokens: every part is said to be a text of its own, and still the text
// that it was; of parts that are said to be the same text, the last one is; a part
// that is several is the last of these.
func renumber(parts []encoded.Part) {
	var few [16]int
	last := append(few[:0], make([]int, len(parts)+2)...) // the part that is each text
	for i, p := range parts {
		if last[i] = i; p.Of > 0 {
			last[p.Of-1] = i
		}
	}
	for i, p := range parts {
		sequence := encoded.None
		if last[i] == i {
			sequence = i
		}
		if before := p.Of - 1; before > sequence && last[before] == i {
			sequence = before
		}
		encoded.SetSequence(p.Tokens, sequence)
	}
}

func (b *byteLevel) trimAll(parts []encoded.Part, texts []string) {
	for i := range parts {
		parts[i].All(func(tokens []encoded.Token) {
			for j := range tokens {
				t := &tokens[j]
				if t.In != encoded.None {
					b.trimOne(t, texts[t.In], j == 0)
				}
			}
		})
	}
}

// trimOne counts the spaces at both ends of the token and moves its offsets by as
// many characters, but for a single space that encoding had put before the text.
func (b *byteLevel) trimOne(t *encoded.Token, text string, first bool) {
	leading := leadingSpaces(t.Text)
	trailing := trailingSpaces(t.Text)
	if leading == 1 && b.prefix && (first || t.Start == 0) {
		leading = 0
	}
	for ; leading > 0 && t.Start < t.End; leading-- {
		_, n := utf8.DecodeRuneInString(text[t.Start:])
		t.Start = min(t.Start+int32(n), t.End)
	}
	before := text[:t.End]
	for range trailing {
		_, n := utf8.DecodeLastRuneInString(before)
		if n == 0 {
			return // more spaces than there are characters: the end stays
		}
		before = before[:len(before)-n]
	}
	t.End = max(int32(len(before)), t.Start)
}

func leadingSpaces(s string) (n int) {
	for _, r := range s {
		if !space(r) {
			break
		}
		n++
	}
	return n
}

func trailingSpaces(s string) (n int) {
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		if !space(r) {
			break
		}
		s = s[:len(s)-size]
		n++
	}
	return n
}

// space is what a token has for a space, 'Ġ' where its letters stand for bytes.
func space(r rune) bool { return r == 'Ġ' || unicode15.Space(r) }
