package regex

import "unicode/utf8"

// machine matches by going back: what else could be tried is on a stack.
type machine struct {
	code  []instruction
	text  []byte
	stack []state
	slots []int32
	left  int // steps that may still be taken
}

// state is what else could be tried, by kind: at pc from place at; what a run took
// beyond low, given back; one more for a lazy run, low of them at most; or what
// was in slot pc.
type state struct {
	kind        stateKind
	pc, at, low int32
}

type stateKind uint8

const (
	other stateKind = iota
	giveBack
	oneMore
	restore
)

const anywhere = -1

// run matches the program at pc from a place, to end at target unless that is
// anywhere. What it leaves on the stack is dropped.
func (m *machine) run(pc, at, target int32) (end int32, found bool) {
	base := len(m.stack)
	defer func() { m.stack = m.stack[:base] }()
	for m.left > 0 {
		m.left--
		i := &m.code[pc]
		ok := true
		switch i.code {
		case consume:
			at, ok = m.consume(i.set, at)
			pc++
		case run:
			at, ok = m.takeRun(i, pc+1, at)
			pc++
		case match:
			if target == anywhere || at == target {
				return at, true
			}
			ok = false
		case commit:
			at, ok = m.run(pc+1, at, anywhere)
			pc = i.x
		default:
			pc, at, ok = m.step(i, pc, at)
		}
		if !ok {
			if pc, at, ok = m.back(base); !ok {
				return 0, false
			}
		}
	}
	return 0, false
}

// step runs what is rarer.
func (m *machine) step(i *instruction, pc, at int32) (next, place int32, ok bool) {
	switch i.code {
	case split:
		m.push(state{other, i.y, at, 0})
		return i.x, at, true
	case jump:
		return i.x, at, true
	case mark:
		m.push(state{restore, i.x, m.slots[i.x], 0})
		m.slots[i.x] = at
	case progress:
		if m.slots[i.x] == at {
			return i.y, at, true
		}
	case lazyRun:
		at, ok = m.takeLazily(i, pc, at)
		return pc + 1, at, ok
	case look:
		_, found := m.run(pc+1, at, anywhere)
		return i.x, at, found != i.negative
	case lookBack:
		return i.x, at, m.endsHere(i, pc, at) != i.negative
	case check:
		return pc + 1, at, m.holds(i.anchor, at)
	}
	return pc + 1, at, true
}

func (m *machine) push(s state) { m.stack = append(m.stack, s) }

// back takes the last of what else could be tried.
func (m *machine) back(base int) (pc, at int32, ok bool) {
	for len(m.stack) > base {
		n := len(m.stack) - 1
		s := &m.stack[n]
		switch s.kind {
		case other:
			m.stack = m.stack[:n]
			return s.pc, s.at, true
		case giveBack:
			s.at--
			for !utf8.RuneStart(m.text[s.at]) {
				s.at--
			}
			pc, at = s.pc, s.at
			if s.at == s.low {
				m.stack = m.stack[:n]
			}
			return pc, at, true
		case oneMore:
			pc, at, low := s.pc, s.at, s.low
			m.stack = m.stack[:n]
			if at, ok = m.consume(m.code[pc].set, at); !ok {
				continue
			}
			if low != 1 {
				m.push(state{oneMore, pc, at, low - 1})
			}
			return pc + 1, at, true
		case restore:
			m.slots[s.pc] = s.at
			m.stack = m.stack[:n]
		}
	}
	return 0, 0, false
}

func (m *machine) consume(s *set, at int32) (int32, bool) {
	if int(at) >= len(m.text) {
		return at, false
	}
	if c := m.text[at]; c < utf8.RuneSelf {
		return at + 1, s.ascii[c>>6]>>(c&63)&1 != 0
	}
	r, size := utf8.DecodeRune(m.text[at:])
	return at + int32(size), s.has(r)
}
