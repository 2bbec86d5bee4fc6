package regex

func (c *compiler) repeat(n *node) {
	if n.possessive {
		greedy := *n
		greedy.possessive = false
		c.inner(instruction{code: commit}, &greedy)
		return
	}
	kid := n.kids[0]
	if s := kid.single(); s != nil {
		code := run
		if n.lazy {
			code = lazyRun
		}
		c.emit(instruction{code: code, x: int32(n.least), y: int32(n.most), set: s})
		return
	}
	for i := 0; i < n.least && c.err == nil; i++ {
		c.node(kid)
	}
	if n.most < 0 {
		c.loop(kid, n.lazy)
		return
	}
	var exits []int
	for i := n.least; i < n.most && c.err == nil; i++ {
		exits = append(exits, c.choice(n.lazy))
		c.node(kid)
	}
	for _, at := range exits {
		c.leave(at, n.lazy)
	}
}

// single is the set of a node that is one character.
func (n *node) single() *set {
	for n.op == sequence && len(n.kids) == 1 {
		n = n.kids[0]
	}
	if n.op != one {
		return nil
	}
	return n.set
}

// loop repeats a node; a round that matches nothing is the last.
func (c *compiler) loop(kid *node, lazy bool) {
	start := c.here()
	at := c.choice(lazy)
	if !kid.nullable() {
		c.node(kid)
		c.emit(instruction{code: jump, x: start})
		c.leave(at, lazy)
		return
	}
	slot := int32(c.slots)
	c.slots++
	c.emit(instruction{code: mark, x: slot})
	c.node(kid)
	end := c.emit(instruction{code: progress, x: slot})
	c.emit(instruction{code: jump, x: start})
	c.leave(at, lazy)
	c.code[end].y = c.here()
}

// choice emits whether to go on with what follows, first if not lazy.
func (c *compiler) choice(lazy bool) int {
	at := c.emit(instruction{code: split})
	if lazy {
		c.code[at].y = c.here()
	} else {
		c.code[at].x = c.here()
	}
	return at
}

// leave makes a choice's other way lead here.
func (c *compiler) leave(at int, lazy bool) {
	if lazy {
		c.code[at].x = c.here()
	} else {
		c.code[at].y = c.here()
	}
}
