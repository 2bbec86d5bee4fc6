package main

import (
	"fmt"
	"slices"
	"sort"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// loop is a kernel that is being written.
type loop struct {
	*emitter
	k      *elements
	at     reg.GPVirtual               // bytes done
	base   map[string]reg.GPVirtual    // slices
	values map[string]reg.VecVirtual   // scalars, sums and tops, in all lanes
	acc    map[string][]reg.VecVirtual // of this pass, one for each vector of a turn
}

// elements writes a kernel. How many constants may stay in registers is found
// by trying.
func (e *emitter) elements(k elements) {
	c := &constants{}
	e.another().loop(&k, c) // what constants are there?
	wanted := c.used
	tooMany := sort.Search(len(wanted)+1, func(n int) bool {
		trial := e.another()
		trial.loop(&k, &constants{preload: wanted[:n]})
		return !trial.fits()
	})
	if tooMany == 0 {
		panic(fmt.Sprintf("%s%s does not fit into the registers", k.name, e.name))
	}
	e.loop(&k, &constants{preload: wanted[:tooMany-1]})
}

// fits says whether there are registers for what has been written.
func (e *emitter) fits() bool {
	f, err := e.compile()
	if err != nil {
		return false
	}
	for _, fn := range f.Functions() {
		for _, i := range fn.Instructions() {
			for _, r := range i.Registers() {
				if p := reg.ToPhysical(r); e.lanes == 8 && r.Kind() == reg.KindVector && p.PhysicalIndex() > 15 {
					return false
				}
			}
		}
	}
	return true
}

// loop writes the function.
func (e *emitter) loop(k *elements, c *constants) {
	e.constants = c
	defer func() { e.constants = nil }()
	name := k.name + e.isa.name
	e.begin(name, k.signature())
	e.Doc(fmt.Sprintf("%s is %s.", name, k.doc))
	l := &loop{emitter: e, k: k, at: e.GP64(), base: map[string]reg.GPVirtual{}, values: map[string]reg.VecVirtual{}}
	for _, s := range k.pointers() {
		l.base[s] = l.param(s)
	}
	for _, s := range k.scalars {
		if l.values[s] = l.vector(); !slices.Contains(k.each, s) {
			l.VBROADCASTSS(address(l.Param(s)), l.values[s])
		}
	}
	e.loadConstants()
	if k.rows {
		l.eachRow(l.passes)
	} else {
		l.passes()
		for i, r := range k.results {
			l.VMOVSS(l.values[r].AsX(), address(l.ReturnIndex(i)))
		}
	}
	l.VZEROUPPER()
	l.RET()
}

// passes writes all loops over a row.
func (l *loop) passes() {
	for i := range l.k.passes {
		l.pass(&l.k.passes[i], fmt.Sprint(i))
	}
}

// pass writes one loop, its tail, and its sums.
func (l *loop) pass(p *pass, mark string) {
	unroll := max(p.unroll, 1)
	l.startSums(p, unroll)
	n := l.param("n")
	l.XORQ(l.at, l.at)
	l.SUBQ(operand.I32(unroll*l.lanes), n)
	l.JL(operand.LabelRef("tail" + mark))
	l.Label("loop" + mark)
	for u := range unroll {
		p.body(&step{loop: l, pass: p, u: u, disp: u * l.bytes()})
	}
	l.ADDQ(operand.I32(unroll*l.bytes()), l.at)
	l.SUBQ(operand.I32(unroll*l.lanes), n)
	l.JGE(operand.LabelRef("loop" + mark))
	l.Label("tail" + mark)
	l.ADDQ(operand.I32(unroll*l.lanes), n)
	for u := range unroll {
		l.TESTQ(n, n)
		l.JLE(operand.LabelRef("done" + mark))
		p.body(&step{loop: l, pass: p, u: u, mask: l.upTo(n)})
		l.ADDQ(operand.I32(l.bytes()), l.at)
		l.SUBQ(operand.I32(l.lanes), n)
	}
	l.Label("done" + mark)
	l.totals(p)
	if p.after != nil {
		p.after(l)
	}
}

// upTo makes a mask of the first n lanes, or of all if n is more.
func (l *loop) upTo(n reg.Register) masks {
	if l.lanes == 16 {
		return l.first(n, 1)
	}
	few := l.GP64()
	l.MOVQ(operand.I32(l.lanes), few)
	l.CMPQ(n, few)
	l.CMOVQLT(n, few)
	return l.first(few, 1)
}
