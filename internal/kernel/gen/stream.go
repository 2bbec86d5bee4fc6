package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// stream writes the kernels of package kernel's random.go and dropout.go. Each
// draws as many words as two vectors hold at a time: a block of Philox in every
// lane of 64 bits. keys is those of the ten rounds, two for each, and then the
// two words of the step; block is the number of the first block.
func (e *emitter) stream() {
	e.draws("streamBits", "out[i] = word i of the blocks", "func(n int, out unsafe.Pointer, keys unsafe.Pointer, block uint64)",
		func(*drawing) func(int, masks) { return func(int, masks) {} })
	const drop = "func(n int, out unsafe.Pointer, x unsafe.Pointer, keys unsafe.Pointer, block uint64, limit uint32, scale float32)"
	e.draws("drop", "out[i] = x[i]·m, where m is scale if word i is above limit, else 0", drop, func(d *drawing) func(int, masks) {
		x, factor := d.param("x"), d.factors()
		return func(i int, m masks) {
			v := d.vector()
			d.load(operand.Mem{Base: x, Index: d.at, Scale: 1, Disp: i * d.bytes()}, m, i, v)
			d.words[i] = d.mul(v, factor(d.words[i]))
		}
	})
	const factors = "func(n int, out unsafe.Pointer, keys unsafe.Pointer, block uint64, limit uint32, scale float32)"
	e.draws("dropFactors", "out[i] = scale if word i is above limit, else 0", factors, func(d *drawing) func(int, masks) {
		factor := d.factors()
		return func(i int, _ masks) { d.words[i] = factor(d.words[i]) }
	})
}

// drawing is a kernel that draws.
type drawing struct {
	*emitter
	name  string
	words [2]reg.VecVirtual // drawn
	keys  reg.GPVirtual
	at    reg.GPVirtual // bytes done
	m     [2]reg.VecVirtual
}

// draws writes a kernel that stores what use makes of the words; setup loads
// what use needs.
func (e *emitter) draws(name, doc, signature string, setup func(d *drawing) func(i int, m masks)) {
	d := &drawing{emitter: e, name: name + e.isa.name}
	e.begin(d.name, signature)
	e.Doc(fmt.Sprintf("%s is %s.", d.name, doc))
	n, out := e.param("n"), e.param("out")
	d.keys, d.at = e.param("keys"), e.GP64()
	use := setup(d)
	counter, next := d.counters()
	e.XORQ(d.at, d.at)
	put := func(i int, m masks) {
		use(i, m)
		e.store(d.words[i], m, i, operand.Mem{Base: out, Index: d.at, Scale: 1, Disp: i * e.bytes()})
	}
	e.Label("loop")
	d.philox(counter)
	e.VPADDQ(next, counter, counter)
	some := e.GP64()
	e.MOVQ(operand.I32(2*e.lanes), some)
	e.CMPQ(n, some)
	e.CMOVQLT(n, some)
	m := e.first(some, 2)
	put(0, m)
	put(1, m)
	e.ADDQ(operand.I32(2*e.bytes()), d.at)
	e.SUBQ(operand.I32(2*e.lanes), n)
	e.JG(operand.LabelRef("loop"))
	e.VZEROUPPER()
	e.RET()
}

// Constants of Philox4x32.
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
)

// counters are the blocks' numbers, and by how much they grow. The blocks are
// dealt out to lanes so that philox need not move words across 128 bits: even
// lanes have the first half of the blocks.
func (d *drawing) counters() (counter, next reg.VecVirtual) {
	counter, next = d.vector(), d.vector()
	half := d.lanes / 4
	start := d.table64("start", func(i int) uint64 { return uint64(i/2 + i%2*half) })
	grow := d.table64("grow", func(int) uint64 { return uint64(2 * half) })
	d.VPBROADCASTQ(address(d.Param("block")), counter)
	d.VPADDQ(start, counter, counter)
	d.VMOVUPS(grow, next)
	d.m[0], d.m[1] = d.vector(), d.vector()
	d.VMOVUPS(d.table64("m0", func(int) uint64 { return philoxM0 }), d.m[0])
	d.VMOVUPS(d.table64("m1", func(int) uint64 { return philoxM1 }), d.m[1])
	return counter, next
}

// table64 is a vector of whole numbers in memory.
func (e *emitter) table64(name string, f func(i int) uint64) operand.Mem {
	name += e.isa.name
	if e.placed[name] {
		return operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
	}
	e.placed[name] = true
	at := e.StaticGlobal(name)
	e.DataAttributes(dataAttributes)
	for i := range e.lanes / 2 {
		e.AddDatum(8*i, operand.U64(f(i)))
	}
	return at
}

// philox draws words: ten rounds over the counter and the step. What the upper
// halves of lanes hold does not matter.
func (d *drawing) philox(counter reg.VecVirtual) {
	c0, c1, c2, c3 := d.vector(), d.vector(), d.vector(), d.vector()
	d.VMOVAPS(counter, c0)
	d.VPSRLQ(operand.U8(32), counter, c1)
	d.VPBROADCASTD(operand.Mem{Base: d.keys, Disp: 80}, c2)
	d.VPBROADCASTD(operand.Mem{Base: d.keys, Disp: 84}, c3)
	for round := range 10 {
		a, b, high, low := d.vector(), d.vector(), d.vector(), d.vector()
		d.VPMULUDQ(d.m[0], c0, a)
		d.VPMULUDQ(d.m[1], c2, b)
		d.VPSRLQ(operand.U8(32), b, high)
		d.VPSRLQ(operand.U8(32), a, low)
		d.xorKey(8*round, c1, high)
		d.xorKey(8*round+4, c3, low)
		c0, c1, c2, c3 = high, b, low, a
	}
	low, high := d.vector(), d.vector()
	d.VSHUFPS(operand.U8(0x88), c1, c0, low)
	d.VSHUFPS(operand.U8(0x88), c3, c2, high)
	d.words[0], d.words[1] = d.vector(), d.vector()
	d.VSHUFPS(operand.U8(0x88), high, low, d.words[0])
	d.VSHUFPS(operand.U8(0xdd), high, low, d.words[1])
}

// xorKey changes v to v ^ c ^ the key at a place.
func (d *drawing) xorKey(at int, c, v reg.VecVirtual) {
	key := operand.Mem{Base: d.keys, Disp: at}
	if d.lanes == 16 {
		d.VPTERNLOGD_BCST(operand.U8(0x96), key, c, v)
		return
	}
	k := d.vector()
	d.VPBROADCASTD(key, k)
	d.VPXOR(c, v, v)
	d.VPXOR(k, v, v)
}

// factors loads limit and scale, and returns what makes factors of words.
func (d *drawing) factors() func(words reg.VecVirtual) reg.VecVirtual {
	limit, scale := d.vector(), d.vector()
	d.VBROADCASTSS(address(d.Param("limit")), limit) // as bits
	d.VBROADCASTSS(address(d.Param("scale")), scale)
	if d.lanes == 16 {
		return func(words reg.VecVirtual) reg.VecVirtual {
			k, f := d.K(), d.vector()
			d.VPCMPUD(operand.U8(above), limit, words, k)
			d.VMOVAPS_Z(scale, k, f)
			return f
		}
	}
	sign := d.vector() // turned, so that comparing with a sign is comparing without
	d.VMOVUPS(d.table64("sign", func(int) uint64 { return 0x8000000080000000 }), sign)
	d.VPXOR(sign, limit, limit)
	return func(words reg.VecVirtual) reg.VecVirtual {
		f := d.vector()
		d.VPXOR(sign, words, f)
		d.VPCMPGTD(limit, f, f)
		d.VANDPS(scale, f, f)
		return f
	}
}

// above is the comparison of whether a is larger than b.
const above = 6
