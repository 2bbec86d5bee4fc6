package regex

import (
	"fmt"
	"sync"
	"unicode/utf8"
)

// longest is how many instructions an expression may become.
const longest = 50000

// Regex is an expression that can be matched. It is never changed and may be used
// by many goroutines.
type Regex struct {
	source  string
	code    []instruction
	slots   int
	first   [256]bool // the bytes with which a match begins,
	empty   bool      // unless it may be empty
	machine sync.Pool
}

type opcode uint8

const (
	consume opcode = iota // a character of set
	run                   // from x to y characters of set, y below 0 without limit
	lazyRun
	split    // go on at x; or else at y
	jump     // to x
	mark     // keep the place in slot x
	progress // go to y unless the place differs from the one in slot x
	commit   // match what follows, up to match, without going back into it; then go to x
	look     // go to x if what follows matches here, negative if it does not
	lookBack // the same of what ends here and has from least to most characters
	check    // one of the anchors
	match
)

type instruction struct {
	code        opcode
	anchor      op
	negative    bool
	x, y        int32
	least, most int32
	set         *set
}

// Compile reads an expression. Its error says what of it is wrong or not
// supported, and where.
func Compile(source string) (*Regex, error) {
	if !utf8.ValidString(source) {
		return nil, fmt.Errorf("regular expression %q: not UTF-8", source)
	}
	p := &parser{text: source}
	n := p.either()
	if p.more() {
		p.fail("a parenthesis too many")
	}
	c := &compiler{}
	if p.err == nil {
		c.node(n)
		c.emit(instruction{code: match})
		p.err = c.err
	}
	if p.err != nil {
		return nil, fmt.Errorf("regular expression %q: %w", source, p.err)
	}
	r := &Regex{source: source, code: c.code, slots: c.slots}
	r.empty = n.first(&r.first)
	r.machine.New = func() any { return &machine{} }
	return r, nil
}

type compiler struct {
	code  []instruction
	slots int
	err   error
}

// emit appends an instruction and gives its place.
func (c *compiler) emit(i instruction) int {
	if len(c.code) >= longest {
		c.err = fmt.Errorf("more than %d instructions", longest)
		return 0
	}
	c.code = append(c.code, i)
	return len(c.code) - 1
}

func (c *compiler) here() int32 { return int32(len(c.code)) }

func (c *compiler) node(n *node) {
	if c.err != nil {
		return
	}
	switch n.op {
	case one:
		c.emit(instruction{code: consume, set: n.set})
	case sequence:
		for _, k := range n.kids {
			c.node(k)
		}
	case either:
		c.either(n.kids)
	case repeat:
		c.repeat(n)
	case atomic:
		c.inner(instruction{code: commit}, n.kids[0])
	case ahead:
		c.inner(instruction{code: look, negative: n.negative}, n.kids[0])
	case behind:
		least, most := n.kids[0].width()
		least = min(least, 1<<30)
		most = min(most, 1<<30)
		c.inner(instruction{code: lookBack, negative: n.negative, least: int32(least), most: int32(most)}, n.kids[0])
	default:
		c.emit(instruction{code: check, anchor: n.op})
	}
}

// inner emits a program of its own between i and where i goes on.
func (c *compiler) inner(i instruction, n *node) {
	at := c.emit(i)
	c.node(n)
	c.emit(instruction{code: match})
	c.code[at].x = c.here()
}

func (c *compiler) either(kids []*node) {
	var jumps []int
	for i, k := range kids {
		if i == len(kids)-1 {
			c.node(k)
			break
		}
		at := c.emit(instruction{code: split})
		c.code[at].x = c.here()
		c.node(k)
		jumps = append(jumps, c.emit(instruction{code: jump}))
		c.code[at].y = c.here()
	}
	for _, j := range jumps {
		c.code[j].x = c.here()
	}
}
