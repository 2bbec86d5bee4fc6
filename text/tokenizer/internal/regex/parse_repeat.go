package regex

import "strconv"

// repeated reads an atom and the repetitions behind it.
func (p *parser) repeated() *node {
	n := p.atom()
	for p.more() {
		least, most, interval, found := p.quantifier()
		if !found {
			return n
		}
		if n == nil || n.op >= ahead {
			p.fail("nothing before that could be repeated")
			return nil
		}
		if interval && (least > 1 || most > 1) && n.single() == nil && n.nullable() {
			p.fail("{%d,%d} of what may match nothing is not supported", least, most)
			return nil
		}
		n = &node{op: repeat, kids: []*node{n}, least: least, most: most}
		switch {
		case interval && least == most: // {n}? and {n}+ repeat that once more
		case p.take("?"):
			n.lazy = true
		case !interval && p.take("+"):
			n.possessive = true
		}
	}
	return n
}

// quantifier reads *, +, ?, {n}, {n,}, {,m} or {n,m}. A brace that begins none of
// these is a character like others.
func (p *parser) quantifier() (least, most int, interval, found bool) {
	if p.extended {
		for p.more() && p.blank() {
		}
	}
	switch {
	case p.take("*"):
		return 0, -1, false, true
	case p.take("+"):
		return 1, -1, false, true
	case p.take("?"):
		return 0, 1, false, true
	case !p.take("{"):
		return 0, 0, false, false
	}
	begin := p.at - 1
	least, low := p.number()
	most, high := least, low
	if p.take(",") {
		most, high = p.number()
		if !high {
			most = -1
		}
		if !low {
			least = 0
		}
	}
	if !low && !high || !p.take("}") {
		p.at = begin
		return 0, 0, false, false
	}
	if least > mostOf || most > mostOf {
		p.fail("more than %d repetitions", mostOf)
	}
	if most >= 0 && least > most {
		p.fail("{%d,%d}: the first number is the larger", least, most)
	}
	return least, most, true, true
}

func (p *parser) number() (n int, found bool) {
	begin := p.at
	for p.more() && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	if begin == p.at {
		return 0, false
	}
	n, err := strconv.Atoi(p.text[begin:p.at])
	if err != nil {
		n = mostOf + 1
	}
	return n, true
}
