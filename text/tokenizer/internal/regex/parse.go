package regex

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	deepest = 100    // nesting of groups
	mostOf  = 100000 // repetitions, as in Oniguruma
)

// parser reads an expression. Its first error sticks.
type parser struct {
	text     string
	at       int
	depth    int
	fold     bool // (?i)
	dotAll   bool // (?m): a dot matches ends of lines
	extended bool // (?x): white space and comments do not count
	err      error
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("at byte %d: %w", p.at, fmt.Errorf(format, args...))
	}
}

func (p *parser) more() bool { return p.err == nil && p.at < len(p.text) }

// take moves over a prefix if that is what comes next.
func (p *parser) take(prefix string) bool {
	if p.err != nil || !strings.HasPrefix(p.text[p.at:], prefix) {
		return false
	}
	p.at += len(prefix)
	return true
}

// next takes one character.
func (p *parser) next() rune {
	r, size := utf8.DecodeRuneInString(p.text[p.at:])
	if size == 0 {
		p.fail("the expression ends too early")
	}
	p.at += size
	return r
}

// either reads alternatives up to a closing parenthesis or the end. Options that
// are set in one hold to the end of the group.
func (p *parser) either() *node {
	if p.depth++; p.depth > deepest {
		p.fail("groups nested more than %d deep", deepest)
	}
	fold, dotAll, extended := p.fold, p.dotAll, p.extended
	list := []*node{p.sequence()}
	for p.take("|") {
		list = append(list, p.sequence())
	}
	p.fold, p.dotAll, p.extended = fold, dotAll, extended
	p.depth--
	if len(list) == 1 {
		return list[0]
	}
	return &node{op: either, kids: list}
}

func (p *parser) sequence() *node {
	n := &node{op: sequence}
	for p.more() {
		if c := p.text[p.at]; c == '|' || c == ')' {
			break
		}
		if p.extended && p.blank() {
			continue
		}
		if k := p.repeated(); k != nil {
			n.kids = append(n.kids, k)
		}
	}
	if p.fold {
		p.refuseJoined(n)
	}
	return n
}

// blank moves over white space or a comment.
func (p *parser) blank() bool {
	switch p.text[p.at] {
	case ' ', '\t', '\n', '\v', '\f', '\r':
		p.at++
		return true
	case '#':
		end := strings.IndexByte(p.text[p.at:], '\n')
		if end < 0 {
			end = len(p.text) - p.at
		}
		p.at += end
		return true
	}
	return false
}

// atom reads what a repetition may follow; nil is what matches nothing and is
// nothing, options and comments.
func (p *parser) atom() *node {
	switch r := p.next(); r {
	case '(':
		return p.group()
	case '[':
		return &node{op: one, set: p.class()}
	case '.':
		if p.dotAll {
			return &node{op: one, set: single('\n').or(single('\n').not())}
		}
		return &node{op: one, set: single('\n').not()}
	case '^':
		return &node{op: lineStart}
	case '$':
		return &node{op: lineEnd}
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.fail("nothing before %c to be repeated", r)
		return nil
	default:
		return p.literal(r)
	}
}

func (p *parser) literal(r rune) *node {
	s := single(r)
	if p.fold {
		s = s.folded()
	}
	return &node{op: one, set: s}
}
