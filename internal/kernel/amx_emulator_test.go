package kernel

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"
)

// emulator runs functions of amx_kernels_amd64.s: what Go's assembler knows by
// its text, instructions on tiles by their bytes, as Intel's manual describes
// them. It panics where a processor would refuse. Its loops are not watched by the
// race detector, as what they stand for would not be.
type emulator struct {
	numbered [16]word // registers
	equal    bool     // ZF
	open     bool     // configured
	shape    [8]struct{ rows, bytes int }
	tiles    [8][tileRows][64]byte
}

// word is what a register holds: a number, or a place in memory.
type word struct {
	base unsafe.Pointer
	n    int
}

var registerNames = [...]string{"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"}

// tileAddress is where an instruction finds memory: base + index + disp.
func (e *emulator) tileAddress(c []byte) (from unsafe.Pointer, stride int) {
	modrm, rest := c[4], c[5:]
	base, index := int(modrm&7), 4
	if modrm&7 == 4 {
		base, index = int(rest[0]&7), int(rest[0]>>3&7)|int(^c[1]>>6&1)<<3
		rest = rest[1:]
	}
	base |= int(^c[1]>>5&1) << 3
	disp := 0
	switch modrm >> 6 {
	case 0:
		e.want(base&7 != 5, "an address without displacement")
	case 1:
		disp = int(int8(rest[0]))
	case 2:
		disp = int(int32(binary.LittleEndian.Uint32(rest)))
	}
	if index != 4 {
		e.want(e.numbered[index].base == nil, "a number as stride")
		stride = e.numbered[index].n
	}
	e.want(e.numbered[base].base != nil, "memory")
	return unsafe.Add(e.numbered[base].base, e.numbered[base].n+disp), stride
}

func (e *emulator) want(ok bool, what string) {
	if !ok {
		panic("emulator: want " + what)
	}
}

// onTiles runs an instruction of a VEX prefix of three bytes.
func (e *emulator) onTiles(c []byte) {
	e.want(c[0] == 0xc4 && c[1]&0x9f == 0x82 && c[2]&0x84 == 0, "a prefix of instructions on tiles")
	prefix, opcode, modrm := c[2]&3, c[3], c[4]
	to, third, second := int(modrm>>3&7), int(modrm&7), int(^c[2]>>3&15)
	memory := modrm>>6 != 3
	switch k := [2]byte{prefix, opcode}; {
	case k == [2]byte{0, 0x49} && memory:
		from, _ := e.tileAddress(c)
		e.configure((*tileConfig)(from))
	case k == [2]byte{0, 0x49} && modrm == 0xc0:
		e.open = false
	case k == [2]byte{3, 0x49} && !memory && third == 0:
		e.use(to)
		e.tiles[to] = [tileRows][64]byte{}
	case k == [2]byte{3, 0x4b} && memory, k == [2]byte{2, 0x4b} && memory:
		e.want(modrm&7 == 4, "an address with SIB")
		e.move(to, c, prefix == 3)
	case k == [2]byte{2, 0x5c} && !memory, k == [2]byte{1, 0x5e} && !memory:
		e.dot(to, third, second, opcode == 0x5c)
	default:
		panic(fmt.Sprintf("emulator: what is % x?", c))
	}
}

// use checks that a tile has a shape.
func (e *emulator) use(tile int) {
	e.want(e.open && e.shape[tile].rows > 0, "a tile that is configured")
}

func (e *emulator) configure(c *tileConfig) {
	e.want(c[0] == 1 && c[1] == 0, "palette 1 and row 0")
	e.want([14]byte(c[2:]) == [14]byte{} && [16]byte(c[32:]) == [16]byte{} && [8]byte(c[56:]) == [8]byte{}, "zeros where nothing is defined")
	for tile := range e.shape {
		rows, bytes := int(c[48+tile]), int(binary.LittleEndian.Uint16(c[16+2*tile:]))
		e.want(rows <= tileRows && bytes <= 64 && (rows == 0) == (bytes == 0), "shapes of tiles that exist")
		e.shape[tile].rows, e.shape[tile].bytes = rows, bytes
	}
	e.open, e.tiles = true, [8][tileRows][64]byte{}
}

// move loads a tile, whose other rows become 0, or stores it.
//
//go:norace
func (e *emulator) move(tile int, c []byte, load bool) {
	e.use(tile)
	at, stride := e.tileAddress(c)
	s := e.shape[tile]
	if load {
		e.tiles[tile] = [tileRows][64]byte{}
	}
	for i := range s.rows {
		row := unsafe.Slice((*byte)(unsafe.Add(at, i*stride)), s.bytes)
		if load {
			copy(e.tiles[tile][i][:], row)
		} else {
			copy(row, e.tiles[tile][i][:s.bytes])
		}
	}
}

// dot is to += a·b.
func (e *emulator) dot(to, a, b int, floats bool) {
	e.use(to)
	e.use(a)
	e.use(b)
	e.want(to != a && to != b && a != b, "three tiles")
	s, x, y := e.shape[to], e.shape[a], e.shape[b]
	e.want(s.rows == x.rows && s.bytes == y.bytes && x.bytes == 4*y.rows, "shapes that fit")
	for i := range s.rows {
		if floats {
			e.dotBF16(to, i, e.tiles[a][i][:x.bytes], e.tiles[b][:y.rows])
		} else {
			e.dotInt8(to, i, e.tiles[a][i][:x.bytes], e.tiles[b][:y.rows])
		}
	}
}

// dotBF16 makes a row of sums, each of pairs apart, whose sum is then added.
// Denormals count as 0 and become 0.
//
//go:norace
func (e *emulator) dotBF16(to, i int, a []byte, b [][64]byte) {
	var x [32]float64
	for k := range len(a) / 2 {
		x[k] = half(a[2*k:])
	}
	for j := range e.shape[to].bytes / 4 {
		var even, odd float32
		for k := range b {
			even = flushed(float32(x[2*k]*half(b[k][4*j:]) + float64(even)))
			odd = flushed(float32(x[2*k+1]*half(b[k][4*j+2:]) + float64(odd)))
		}
		sum := e.tiles[to][i][4*j:][:4]
		old := flushed(math.Float32frombits(binary.LittleEndian.Uint32(sum)))
		binary.LittleEndian.PutUint32(sum, math.Float32bits(flushed(old+flushed(even+odd))))
	}
}

// half is a bfloat16, of which denormals count as 0. Products of two are exact.
//
//go:norace
func half(b []byte) float64 { return halves[uint16(b[0])|uint16(b[1])<<8] }

var halves = func() (all [1 << 16]float64) {
	for i := range all {
		all[i] = float64(flushed(math.Float32frombits(uint32(i) << 16)))
	}
	return all
}()

// flushed is x, or 0 of its sign for a denormal.
//
//go:norace
func flushed(x float32) float32 {
	if x < 0x1p-126 && x > -0x1p-126 {
		return 0 * x
	}
	return x
}

// dotInt8 makes a row of sums of unsigned bytes by signed ones.
//
//go:norace
func (e *emulator) dotInt8(to, i int, a []byte, b [][64]byte) {
	for j := range e.shape[to].bytes / 4 {
		sum := e.tiles[to][i][4*j:][:4]
		s := int32(binary.LittleEndian.Uint32(sum))
		for k := range b {
			for q, x := range a[4*k:][:4] {
				s += int32(x) * int32(int8(b[k][4*j+q]))
			}
		}
		binary.LittleEndian.PutUint32(sum, uint32(s))
	}
}
