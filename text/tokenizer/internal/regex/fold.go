package regex

import "unicode/utf8"

// joined are characters that Oniguruma takes for several when case does not
// matter, and the ends of those several: "ss" matches ß. That is not supported,
// and refused where it could matter.
var joined = []string{"ss", "ff", "fi", "fl", "st", "i\u0307", "j\u030c", "h\u0331", "t\u0308", "w\u030a", "y\u030a",
	"aʾ", "ʼn", "եւ", "մն", "մե", "մի", "վն", "մխ"}

// sharp are some of the characters that stand for several.
const sharp = "ßẞŉǰΐΰևẖẗẘẙẚὐὒὔὖᾀᾳᾶῂῃῄῆῒΐῖῗῢΰῤῦῧῲῳῴῶﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗİ"

// refuseJoined fails on a sequence of characters which, without regard to case,
// one other character matches too.
func (p *parser) refuseJoined(n *node) {
	for i := 0; i+1 < len(n.kids); i++ {
		a, b := n.kids[i], n.kids[i+1]
		if a.op != one || b.op != one {
			continue
		}
		for _, pair := range joined {
			first, size := utf8.DecodeRuneInString(pair)
			second, _ := utf8.DecodeRuneInString(pair[size:])
			if few(a.set) && few(b.set) && a.set.has(first) && b.set.has(second) {
				p.fail("%q without regard to case, which one character matches too, is not supported", pair)
			}
		}
	}
	for _, k := range n.kids {
		if k.op == one && few(k.set) {
			p.refuseSharp(k.set)
		}
	}
}

// refuseSharp fails on a set that holds a character that stands for several.
func (p *parser) refuseSharp(s *set) {
	for _, r := range sharp {
		if s.has(r) {
			p.fail("%q without regard to case, which several characters match too, is not supported", r)
			return
		}
	}
}

// few reports whether a set is what a literal or a short class makes.
func few(s *set) bool {
	n := 0
	for _, r := range s.ranges {
		n += int(r.Last-r.First) + 1
	}
	return n <= 8
}
