package regex

import (
	"strconv"
	"strings"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

var anchors = map[rune]op{'A': textStart, 'z': textEnd, 'Z': lastLine, 'b': wordEdge, 'B': inWord}

// escape reads what follows a backslash outside of brackets.
func (p *parser) escape() *node {
	begin := p.at
	r := p.next()
	if op, found := anchors[r]; found {
		return &node{op: op}
	}
	if r == 'R' {
		return &node{op: atomic, kids: []*node{{op: either, kids: []*node{
			{op: sequence, kids: []*node{{op: one, set: single('\r')}, {op: one, set: single('\n')}}},
			{op: one, set: newSet([]unicode15.Range{{First: '\n', Last: '\r'}, {First: 0x85, Last: 0x85}, {First: 0x2028, Last: 0x2029}})},
		}}}}
	}
	if r == 'w' {
		return &node{op: one, set: words()}
	}
	if r == 'W' {
		return &node{op: one, set: words().not()}
	}
	p.at = begin
	if s := p.escapedSet(); s != nil {
		return &node{op: one, set: s}
	}
	return p.literal(p.escapedRune())
}

// escapedSet reads \d, \p{...} and the like, as in brackets; nil, and nothing read, if that is
// none.
func (p *parser) escapedSet() (s *set) {
	begin := p.at
	r := p.next()
	switch r {
	case 'd', 'D':
		s = namedSet("[:digit:]")
	case 'w', 'W':
		s = namedSet("[:word:]")
	case 's', 'S':
		s = namedSet("[:space:]")
	case 'h', 'H':
		s = namedSet("[:xdigit:]")
	case 'N':
		return single('\n').not()
	case 'O':
		return single('\n').or(single('\n').not())
	case 'p', 'P':
		return p.property(r == 'P')
	default:
		p.at = begin
		return nil
	}
	if 'A' <= r && r <= 'Z' {
		return s.not()
	}
	return s
}

// property reads what follows \p or \P.
func (p *parser) property(negative bool) *set {
	end := strings.IndexByte(p.text[p.at:], '}')
	if !p.take("{") || end < 0 {
		p.fail("want {name} behind \\p")
		return single(0)
	}
	name := p.text[p.at : p.at+end-1]
	if strings.HasPrefix(name, "^") {
		negative = !negative
		name = name[1:]
	}
	s, found := propertySet(name)
	if !found {
		p.fail("property {%s} is not known", name)
		return single(0)
	}
	p.at += end
	if negative {
		return s.not()
	}
	return s
}

var controls = map[rune]rune{'t': '\t', 'n': '\n', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a', 'e': 0x1B}

// escapedRune reads an escape that stands for one character.
func (p *parser) escapedRune() rune {
	r := p.next()
	if c, found := controls[r]; found {
		return c
	}
	switch {
	case r == 'x' && p.take("{"):
		c := p.digits(16, 8)
		if !p.take("}") {
			p.fail("want } behind the digits")
		}
		return c
	case r == 'x':
		return p.byteOf(p.digits(16, 2))
	case r == 'u':
		begin := p.at
		c := p.digits(16, 4)
		if p.at != begin+4 {
			p.fail("want four digits behind \\u")
		}
		return c
	case r == '0':
		p.at--
		return p.byteOf(p.digits(8, 3))
	case '1' <= r && r <= '9', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		p.fail("\\%c is not supported", r)
	}
	return r
}

// byteOf refuses bytes that are no character by themselves.
func (p *parser) byteOf(c rune) rune {
	if c >= 0x80 {
		p.fail("byte %#x is no character", c)
	}
	return c
}

// digits reads up to most digits; a code point that is none is an error.
func (p *parser) digits(base, most int) rune {
	begin := p.at
	for p.more() && p.at < begin+most {
		if _, err := strconv.ParseUint(p.text[p.at:p.at+1], base, 8); err != nil {
			break
		}
		p.at++
	}
	n, err := strconv.ParseUint(p.text[begin:p.at], base, 32)
	if err != nil || n > last || 0xD800 <= n && n < 0xE000 {
		p.fail("%q is no code point", p.text[begin:p.at])
		return 0
	}
	return rune(n)
}
