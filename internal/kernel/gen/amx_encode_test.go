package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/mmcloughlin/avo/ir"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// registers64 are those of addresses, as GNU as and Go's assembler call them.
var (
	registers64 = [...]string{"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"}
	inGo        = [...]string{"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"}
)

// comparison gathers instructions for GNU as, and their bytes.
type comparison struct {
	text  strings.Builder
	names []string
	want  [][]byte
}

func (c *comparison) add(b []byte, format string, args ...any) {
	name := fmt.Sprintf(format, args...)
	c.names, c.want = append(c.names, name), append(c.want, b)
	c.text.WriteString(name + "\n")
}

func (c *comparison) check(t *testing.T) {
	t.Helper()
	got := assembled(t, c.text.String())
	for i, want := range c.want {
		if !bytes.HasPrefix(got, want) {
			t.Fatalf("%s: encoded as % x, want % x", c.names[i], want, got[:min(len(got), len(want)+4)])
		}
		got = got[len(want):]
	}
	for _, b := range got { // that the section is filled up with
		if b != 0 && b != 0x90 {
			t.Fatalf("more bytes than were compared: % x", got)
		}
	}
}

// Every combination of tiles, and of registers of addresses.
func TestEncodingOfTilesIsThatOfGNUAssembler(t *testing.T) {
	var c comparison
	c.add(vexes["TILERELEASE"].registers(0, 0, 0), "tilerelease")
	for to := range 8 {
		c.add(vexes["TILEZERO"].registers(to, 0, 0), "tilezero %%tmm%d", to)
		for second := range 8 {
			for third := range 8 {
				if to == second || to == third || second == third {
					continue // refused by assembler and processor
				}
				for _, name := range []string{"TDPBF16PS", "TDPBUSD"} {
					c.add(vexes[name].registers(to, second, third), "%s %%tmm%d,%%tmm%d,%%tmm%d", strings.ToLower(name), second, third, to)
				}
			}
		}
	}
	for base, b := range registers64 {
		for _, disp := range []int{0, 64, 127, 128, -128, -129, 1024, 1 << 20} {
			c.add(vexes["LDTILECFG"].memory(0, place{base, -1, disp}), "ldtilecfg %d(%%%s)", disp, b)
			for index, x := range registers64 {
				if x == "rsp" {
					continue
				}
				for tile := range 8 {
					where := place{base, index, disp}
					c.add(vexes["TILELOADD"].memory(tile, where), "tileloadd %d(%%%s,%%%s,1),%%tmm%d", disp, b, x, tile)
					c.add(vexes["TILESTORED"].memory(tile, where), "tilestored %%tmm%d,%d(%%%s,%%%s,1)", tile, disp, b, x)
				}
			}
		}
	}
	c.check(t)
}

var (
	tileLine = regexp.MustCompile(`(?m)^\s*BYTE (.*) // ([A-Z0-9]+) ?(.*)$`)
	oneByte  = regexp.MustCompile(`\$0x([0-9a-f]{2})`)
	place64  = regexp.MustCompile(`^(-?\d*)\((\w+)\)(?:\((\w+)\*1\))?$`)
)

// What is committed has the bytes that GNU as makes of the comments.
func TestTilesInFilesAreWhatTheirCommentsSay(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "amx_kernels_amd64.s"))
	if err != nil {
		t.Fatal(err)
	}
	var c comparison
	for _, m := range tileLine.FindAllStringSubmatch(string(text), -1) {
		var b []byte
		for _, one := range oneByte.FindAllStringSubmatch(m[1], -1) {
			v, err := strconv.ParseUint(one[1], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			b = append(b, byte(v))
		}
		var operands []string
		for _, o := range strings.Split(m[3], ", ") {
			operands = append(operands, inGNU(o))
		}
		c.add(b, "%s %s", strings.ToLower(m[2]), strings.Join(operands, ","))
	}
	if len(c.names) < 6*8 {
		t.Fatalf("%d instructions on tiles", len(c.names))
	}
	c.check(t)
}

// inGNU is an operand of Go's assembler as GNU as writes it.
func inGNU(o string) string {
	if n, ok := strings.CutPrefix(o, "T"); ok {
		return "%tmm" + n
	}
	m := place64.FindStringSubmatch(o)
	if m == nil {
		return o
	}
	number := map[string]string{}
	for i, name := range inGo {
		number[name] = registers64[i]
	}
	if m[3] == "" {
		return fmt.Sprintf("%s(%%%s)", m[1], number[m[2]])
	}
	return fmt.Sprintf("%s(%%%s,%%%s,1)", m[1], number[m[2]], number[m[3]])
}

func TestTilesThatCannotBeEncoded(t *testing.T) {
	virtual := newEmitter(avx512, nil).GP64()
	for _, m := range []operand.Mem{{Base: virtual}, {Base: reg.RAX, Index: reg.RCX, Scale: 2}, {Base: reg.RAX, Index: reg.RSP, Scale: 1}} {
		if err := encodeTiles(&ir.Instruction{Opcode: "TILELOADD", Operands: []operand.Op{m, operand.U8(0)}}); err == nil {
			t.Fatalf("%v was encoded", m)
		}
	}
}
