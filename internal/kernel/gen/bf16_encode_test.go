package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// assembled is the machine code that GNU as makes of a text.
func assembled(t *testing.T, text string) []byte {
	t.Helper()
	for _, tool := range []string{"as", "objcopy"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("bytes of instructions were not compared with an assembler's: GNU binutils are missing: %v", err)
		}
	}
	folder := t.TempDir()
	in, object, out := filepath.Join(folder, "in.s"), filepath.Join(folder, "in.o"), filepath.Join(folder, "out")
	if err := os.WriteFile(in, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"as", "--64", "-o", object, in}, {"objcopy", "-O", "binary", "-j", ".text", object, out}} {
		if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, said)
		}
	}
	code, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// Every combination of registers.
func TestEncodingIsThatOfGNUAssembler(t *testing.T) {
	var text strings.Builder
	var names []string
	var want []byte
	for _, x := range []evex{vdpbf16ps, vcvtne2ps2bf16} {
		for n := range 32 * 32 * 32 {
			to, second, third := n>>10, n>>5&31, n&31
			b := x.bytes(to, second, third)
			want = append(want, b[:]...)
			name := fmt.Sprintf("%s %%zmm%d,%%zmm%d,%%zmm%d\n", strings.ToLower(x.name), third, second, to)
			names = append(names, name)
			text.WriteString(name)
		}
	}
	got := assembled(t, text.String())
	if len(got) != len(want) {
		t.Fatalf("%d bytes for %d instructions, want %d", len(got), len(names), len(want))
	}
	for i, name := range names {
		if at := 6 * i; !bytes.Equal(got[at:at+6], want[at:at+6]) {
			t.Fatalf("%s: encoded as % x, want % x", name, want[at:at+6], got[at:at+6])
		}
	}
}
