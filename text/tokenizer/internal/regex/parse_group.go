package regex

import "strings"

// group reads what follows an opening parenthesis. Groups that capture are groups
// like others: nothing can refer to them.
func (p *parser) group() *node {
	if !p.take("?") {
		return p.closed(p.either())
	}
	switch {
	case p.take("#"):
		end := strings.IndexByte(p.text[p.at:], ')')
		if end < 0 {
			p.fail("a comment without its end")
			return nil
		}
		p.at += end + 1
		return nil
	case p.take(":"):
		return p.closed(p.either())
	case p.take(">"):
		return &node{op: atomic, kids: []*node{p.closed(p.either())}}
	case p.take("="):
		return p.look(ahead, false)
	case p.take("!"):
		return p.look(ahead, true)
	case p.take("<="):
		return p.look(behind, false)
	case p.take("<!"):
		return p.look(behind, true)
	case p.take("<"):
		return p.name('>')
	case p.take("'"):
		return p.name('\'')
	}
	return p.options()
}

func (p *parser) closed(n *node) *node {
	if !p.take(")") {
		p.fail("a group without its end")
	}
	return n
}

func (p *parser) look(where op, negative bool) *node {
	return &node{op: where, negative: negative, kids: []*node{p.closed(p.either())}}
}

func (p *parser) name(end byte) *node {
	n := strings.IndexByte(p.text[p.at:], end)
	if n <= 0 {
		p.fail("a group's name without its end")
		return nil
	}
	p.at += n + 1
	return p.closed(p.either())
}

// options reads (?im-x) or (?im-x:...). The first hold to the end of the group
// they are in.
func (p *parser) options() *node {
	fold, dotAll, extended := p.fold, p.dotAll, p.extended
	for on := true; p.more(); {
		switch r := p.next(); r {
		case '-':
			on = false
		case 'i':
			p.fold = on
		case 'm':
			p.dotAll = on
		case 'x':
			p.extended = on
		case ')':
			return p.either()
		case ':':
			n := p.closed(p.either())
			p.fold, p.dotAll, p.extended = fold, dotAll, extended
			return n
		default:
			p.fail("option %q of a group is not supported", r)
		}
	}
	p.fail("a group without its end")
	return nil
}
