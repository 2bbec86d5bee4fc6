package regex

// node is a piece of an expression.
type node struct {
	op   op
	set  *set // of one
	kids []*node
	// Of repeat: how often, unlimited if most is below 0, and in which spirit.
	least, most      int
	lazy, possessive bool
	negative         bool // of ahead and behind
}

type op uint8

const (
	one       op = iota // a character of a set
	sequence            // kids, one after the other
	either              // the first of kids that lets the rest match
	repeat              // its kid
	atomic              // its kid, without going back into it
	ahead               // whether its kid matches here
	behind              // whether its kid matches what ends here
	lineStart           // ^
	lineEnd             // $
	textStart           // \A
	textEnd             // \z
	lastLine            // \Z
	wordEdge            // \b
	inWord              // \B
)

// nullable reports whether a node may match nothing, and so an empty loop.
func (n *node) nullable() bool {
	switch n.op {
	case one:
		return false
	case sequence:
		for _, k := range n.kids {
			if !k.nullable() {
				return false
			}
		}
		return true
	case either:
		for _, k := range n.kids {
			if k.nullable() {
				return true
			}
		}
		return false
	case repeat:
		return n.least == 0 || n.kids[0].nullable()
	case atomic:
		return n.kids[0].nullable()
	}
	return true
}

// first adds the bytes with which a match may begin; all if it may match nothing.
func (n *node) first(to *[256]bool) (nullable bool) {
	switch n.op {
	case one:
		n.set.firstBytes(to)
		return false
	case sequence:
		for _, k := range n.kids {
			if !k.first(to) {
				return false
			}
		}
		return true
	case either:
		for _, k := range n.kids {
			nullable = k.first(to) || nullable
		}
		return nullable
	case repeat:
		return n.kids[0].first(to) || n.least == 0
	case atomic:
		return n.kids[0].first(to)
	}
	return true
}

// width is the least and the most characters that a node matches; most is below
// 0 if there is no limit.
func (n *node) width() (least, most int) {
	switch n.op {
	case one:
		return 1, 1
	case sequence:
		for _, k := range n.kids {
			l, m := k.width()
			least, most = least+l, sum(most, m)
		}
	case either:
		for i, k := range n.kids {
			l, m := k.width()
			if i == 0 {
				least, most = l, m
				continue
			}
			least = min(least, l)
			if most = max(most, m); m < 0 {
				most = -1
			}
		}
	case repeat:
		l, m := n.kids[0].width()
		least = l * n.least
		if most = m * n.most; m < 0 || n.most < 0 {
			most = -1
		}
	case atomic:
		return n.kids[0].width()
	}
	return least, most
}

func sum(a, b int) int {
	if a < 0 || b < 0 {
		return -1
	}
	return a + b
}
