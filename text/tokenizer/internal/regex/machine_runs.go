package regex

import "unicode/utf8"

// takeRun takes as many characters of a set as it may. What else could be tried,
// at next, is fewer.
func (m *machine) takeRun(i *instruction, next, at int32) (int32, bool) {
	low, n := at, int32(0)
	for n != i.y {
		to, ok := m.consume(i.set, at)
		if !ok {
			break
		}
		at = to
		if n++; n == i.x {
			low = at
		}
	}
	m.left -= int(n)
	if n < i.x {
		return at, false
	}
	if at > low {
		m.push(state{giveBack, next, at, low})
	}
	return at, true
}

// takeLazily takes as few as it may. What else could be tried is one more.
func (m *machine) takeLazily(i *instruction, pc, at int32) (int32, bool) {
	for n := int32(0); n < i.x; n++ {
		to, ok := m.consume(i.set, at)
		if !ok {
			return at, false
		}
		at = to
	}
	m.left -= int(i.x)
	if i.y != i.x {
		more := int32(-1)
		if i.y >= 0 {
			more = i.y - i.x
		}
		m.push(state{oneMore, pc, at, more})
	}
	return at, true
}

// endsHere reports whether what i looks back for ends at a place.
func (m *machine) endsHere(i *instruction, pc, at int32) bool {
	from := at
	for n := int32(0); ; n++ {
		if n >= i.least {
			if _, found := m.run(pc+1, from, at); found {
				return true
			}
		}
		if from == 0 || n == i.most || m.left <= 0 {
			return false
		}
		_, size := utf8.DecodeLastRune(m.text[:from])
		from -= int32(size)
	}
}

// holds reports whether an anchor matches at a place.
func (m *machine) holds(anchor op, at int32) bool {
	end := int32(len(m.text))
	switch anchor {
	case lineStart: // not behind the last end of line
		return at == 0 || m.text[at-1] == '\n' && at < end
	case lineEnd:
		return at == end || m.text[at] == '\n'
	case textStart:
		return at == 0
	case textEnd:
		return at == end
	case lastLine:
		return at == end || at == end-1 && m.text[at] == '\n'
	}
	var before, after bool
	if at > 0 {
		r, _ := utf8.DecodeLastRune(m.text[:at])
		before = words().has(r)
	}
	if at < end {
		r, _ := utf8.DecodeRune(m.text[at:])
		after = words().has(r)
	}
	return (before != after) == (anchor == wordEdge)
}
