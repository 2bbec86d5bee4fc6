package regex

import (
	"strings"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// class reads what follows an opening bracket, the closing one included.
func (p *parser) class() *set {
	if p.depth++; p.depth > deepest {
		p.fail("brackets nested more than %d deep", deepest)
	}
	negative := p.take("^")
	var all *set // what && has left so far
	list := &set{}
	for first := true; ; first = false {
		if !p.more() {
			p.fail("a bracket without its end")
			break
		}
		if !first && p.take("]") {
			break
		}
		if p.take("&&") {
			all = intersection(all, list)
			list = &set{}
			continue
		}
		list = list.or(p.member())
	}
	all = intersection(all, list)
	p.depth--
	if p.fold {
		if !negative {
			p.refuseSharp(all)
		}
		all = all.folded()
	}
	if negative {
		return all.not()
	}
	return all
}

func intersection(all, list *set) *set {
	if all == nil {
		return list
	}
	return all.and(list)
}

// member reads a class in a class, or a character, or a range of them.
func (p *parser) member() *set {
	if strings.HasPrefix(p.text[p.at:], "[:") {
		if s := p.bracket(); s != nil {
			return s
		}
	}
	if p.take("[") {
		return p.class()
	}
	if strings.HasPrefix(p.text[p.at:], `\`) {
		p.at++
		if s := p.escapedSet(); s != nil {
			return s
		}
		p.at--
	}
	low := p.classRune()
	rest := p.text[p.at:]
	if !strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "-]") || strings.HasPrefix(rest, "-[") {
		return single(low)
	}
	p.at++
	high := p.classRune()
	if high < low {
		p.fail("range %q-%q goes backwards", low, high)
		return single(0)
	}
	return newSet([]unicode15.Range{{First: low, Last: high}})
}

func (p *parser) classRune() rune {
	if !p.take(`\`) {
		return p.next()
	}
	if p.take("b") {
		return '\b'
	}
	return p.escapedRune()
}

// bracket reads [:name:] or [:^name:]; nil, and nothing read, if that is none.
func (p *parser) bracket() *set {
	name, _, found := strings.Cut(p.text[p.at+2:], ":]")
	if !found {
		return nil
	}
	bare, negative := strings.CutPrefix(name, "^")
	var s *set
	if bare == "alnum" {
		s = namedSet("[:alpha:]", "[:digit:]")
	} else if ranges, found := unicode15.Named("[:" + bare + ":]"); found {
		s = newSet(ranges)
	} else {
		return nil
	}
	p.at += len(name) + 4
	if negative {
		return s.not()
	}
	return s
}
