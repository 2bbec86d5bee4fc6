package sentencepiece

import (
	"bytes"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

// Normalizer changes text as SentencePiece does before it looks for pieces: what
// the table says, then spaces.
type Normalizer struct {
	table    *charsmap // nil: nothing is changed
	prefix   bool      // a space is put before the text,
	suffix   bool      // or rather behind it
	collapse bool      // no spaces at the ends, and one at most between others
	escape   bool      // spaces become ▁

	kept  map[string]bool // texts that the table does not change
	first [256]bool       // bytes that they begin with
	most  int             // the length of the longest
}

const escaped = '▁'

// keep lets a text be as it is wherever it is found.
func (n *Normalizer) keep(text string) {
	if n.kept == nil {
		n.kept = map[string]bool{}
	}
	n.kept[text] = true
	n.first[text[0]] = true
	n.most = max(n.most, len(text))
}

// next is what the start of text, which is not empty, becomes, and its length.
func (n *Normalizer) next(text []byte) (becomes []byte, length int) {
	if n.first[text[0]] {
		for length := min(n.most, len(text)); length > 0; length-- {
			if n.kept[string(text[:length])] {
				return text[:length], length
			}
		}
	}
	if n.table != nil {
		if becomes, length = n.table.longest(text); length > 0 {
			return becomes, length
		}
	}
	_, length = utf8.DecodeRune(text)
	return text[:length], length
}

// Normalize normalizes a text.
func (n *Normalizer) Normalize(t *aligned.Text) error {
	text := t.Bytes()
	start, end := 0, len(text)
	if n.collapse {
		start = n.skipSpaces(text)
		end = n.lastKept(text, start)
	}
	if start == len(text) || n.collapse && start == end && !n.suffix {
		t.Begin()
		t.Skip(len(text))
		t.End()
		return nil
	}
	t.Begin()
	t.Skip(start)
	w := writer{Text: t, n: n, space: n.collapse}
	if n.prefix && !n.suffix {
		w.before = true
	}
	for at := start; at < end; {
		becomes, length := n.next(text[at:])
		w.write(becomes, length)
		at += length
	}
	t.Skip(len(text) - end)
	if w.before {
		t.Put(n.blank(), 1)
	}
	if n.prefix && n.suffix {
		t.Put(n.blank(), 1)
	}
	t.End()
	return nil
}

// skipSpaces is how many bytes at the start become spaces.
func (n *Normalizer) skipSpaces(text []byte) int {
	at := 0
	for at < len(text) {
		becomes, length := n.next(text[at:])
		if string(becomes) != " " {
			break
		}
		at += length
	}
	return at
}

// lastKept is where the spaces at the end begin. What is written as ▁ there goes
// with those that become it.
func (n *Normalizer) lastKept(text []byte, at int) int {
	last := at
	for at < len(text) {
		becomes, length := n.next(text[at:])
		at += length
		if len(bytes.TrimLeft(becomes, n.blanks())) > 0 {
			last = at
		}
	}
	return last
}

func (n *Normalizer) blanks() string {
	if n.escape {
		return " ▁"
	}
	return " "
}

func (n *Normalizer) blank() rune {
	if n.escape {
		return escaped
	}
	return ' '
}

// writer writes what a text becomes.
type writer struct {
	*aligned.Text
	n      *Normalizer
	space  bool // what was written last is a space, and another is dropped
	before bool // a space is to be written before the next character
}

// write writes what the next length bytes become.
func (w *writer) write(becomes []byte, length int) {
	if w.space {
		becomes = bytes.TrimLeft(becomes, " ")
	}
	if len(becomes) == 0 {
		w.Skip(length)
		return
	}
	w.space = w.n.collapse && becomes[len(becomes)-1] == ' '
	if !w.before && w.same(becomes, length) {
		w.Keep(length)
		return
	}
	end := w.At() + length
	step := 0 // the first character stands for the first that is replaced
	put := func(r rune) {
		if r == ' ' {
			r = w.n.blank()
		}
		w.Put(r, step)
		step = 1
	}
	if w.before {
		w.before = false
		put(' ')
	}
	for _, r := range string(becomes) {
		put(r)
	}
	w.Skip(end - w.At())
}

// same says whether the next length bytes are what they become.
func (w *writer) same(becomes []byte, length int) bool {
	return len(becomes) == length && string(w.Bytes()[w.At():w.At()+length]) == string(becomes) &&
		(!w.n.escape || bytes.IndexByte(becomes, ' ') < 0)
}
