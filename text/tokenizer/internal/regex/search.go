package regex

import (
	"fmt"
	"unicode/utf8"
)

// Range is bytes [Start, End) of a text.
type Range struct{ Start, End int32 }

// How many steps an expression may take: always some, and so many a byte.
const (
	stepsAtLeast  = 10_000_000
	stepsOfAByte  = 200
	nothingBefore = -1
)

// AppendMatches appends all matches, from left to right, without overlap. An empty
// match right behind another does not count, and an empty text has none. A text on which the expression takes
// too many steps is an error that names the expression.
func (r *Regex) AppendMatches(dst []Range, text []byte) ([]Range, error) {
	if len(text) == 0 {
		return dst, nil
	}
	m := r.machine.Get().(*machine)
	defer r.machine.Put(m)
	m.reset(r, text)
	before := int32(nothingBefore)
	for from := int32(0); int(from) <= len(text); {
		start, end, found := m.search(r, from)
		if m.left <= 0 {
			return dst, fmt.Errorf("regular expression %q: more than %d steps on %d bytes", r.source, budget(text), len(text))
		}
		if !found {
			break
		}
		if start == end && end == before {
			_, size := utf8.DecodeRune(text[end:])
			from = end + int32(max(size, 1))
			continue
		}
		dst = append(dst, Range{start, end})
		from, before = end, end
	}
	return dst, nil
}

func budget(text []byte) int { return stepsAtLeast + stepsOfAByte*len(text) }

func (m *machine) reset(r *Regex, text []byte) {
	m.code, m.text, m.stack, m.left = r.code, text, m.stack[:0], budget(text)
	if cap(m.slots) < r.slots {
		m.slots = make([]int32, r.slots)
	}
	m.slots = m.slots[:r.slots]
}

// search finds the first match that begins at from or later.
func (m *machine) search(r *Regex, from int32) (start, end int32, found bool) {
	for at := int(from); at <= len(m.text) && m.left > 0; {
		if !r.empty {
			for at < len(m.text) && !r.first[m.text[at]] {
				at++
			}
			if at == len(m.text) {
				return 0, 0, false
			}
		}
		if end, found := m.run(0, int32(at), anywhere); found {
			return int32(at), end, true
		}
		_, size := utf8.DecodeRune(m.text[at:])
		at += max(size, 1)
	}
	return 0, 0, false
}
