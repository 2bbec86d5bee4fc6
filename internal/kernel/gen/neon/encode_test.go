package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The words are those of GNU as 2.40 for the instruction in the comment.
func TestEncoding(t *testing.T) {
	f := new(file)
	for _, write := range []func(d, n, m int){f.fadd, f.fsub, f.faddp, f.fmul, f.fmla, f.fmls, f.fmax, f.fmin, f.fmaxnm} {
		write(1, 2, 31)
	}
	for index := range 4 {
		f.fmlaElement(23, 27, 29, index)
	}
	f.fmulElement(9, 10, 24, 3)
	f.frintn(3, 17)
	f.fcvtns(3, 17)
	f.sshr1(3, 17)
	text := f.text.String()
	want := map[string]uint32{
		"fadd v1.4s, v2.4s, v31.4s":     0x4e3fd441,
		"faddp v1.4s, v2.4s, v31.4s":    0x6e3fd441,
		"fsub v1.4s, v2.4s, v31.4s":     0x4ebfd441,
		"fmul v1.4s, v2.4s, v31.4s":     0x6e3fdc41,
		"fmla v1.4s, v2.4s, v31.4s":     0x4e3fcc41,
		"fmls v1.4s, v2.4s, v31.4s":     0x4ebfcc41,
		"fmax v1.4s, v2.4s, v31.4s":     0x4e3ff441,
		"fmin v1.4s, v2.4s, v31.4s":     0x4ebff441,
		"fmaxnm v1.4s, v2.4s, v31.4s":   0x4e3fc441,
		"fmla v23.4s, v27.4s, v29.s[0]": 0x4f9d1377,
		"fmla v23.4s, v27.4s, v29.s[1]": 0x4fbd1377,
		"fmla v23.4s, v27.4s, v29.s[2]": 0x4f9d1b77,
		"fmla v23.4s, v27.4s, v29.s[3]": 0x4fbd1b77,
		"fmul v9.4s, v10.4s, v24.s[3]":  0x4fb89949,
		"frintn v3.4s, v17.4s":          0x4e218a23,
		"fcvtns v3.4s, v17.4s":          0x4e21aa23,
		"sshr v3.4s, v17.4s, #1":        0x4f3f0623,
	}
	for instruction, w := range want {
		if got := number(t, text, instruction); got != w {
			t.Errorf("%s: %#08x, want %#08x", instruction, got, w)
		}
	}
	if n := len(words.FindAllString(text, -1)); n != len(want) {
		t.Errorf("%d words, want %d", n, len(want))
	}
}

// Where GNU as for arm64 is installed it reads every word that is written.
func TestEncodingIsGNUs(t *testing.T) {
	const as, objcopy = "aarch64-linux-gnu-as", "aarch64-linux-gnu-objcopy"
	if _, err := exec.LookPath(as); err != nil {
		t.Skip("no " + as + ": TestEncoding has one word for each instruction")
	}
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		source, want := "", ""
		for _, m := range words.FindAllStringSubmatch(string(text), -1) {
			source += m[2] + "\n"
			want += ".word " + m[1] + "\n"
		}
		var code [2]string
		for i, s := range []string{source, want} {
			in, out := filepath.Join(t.TempDir(), "in.s"), filepath.Join(t.TempDir(), "out")
			if err := os.WriteFile(in, []byte(s), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, c := range []*exec.Cmd{exec.Command(as, "-o", out, in), exec.Command(objcopy, "-O", "binary", out)} {
				if text, err := c.CombinedOutput(); err != nil {
					t.Fatalf("%v: %v\n%s", c, err, text)
				}
			}
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			code[i] = fmt.Sprintf("%x", b)
		}
		if code[0] != code[1] {
			t.Errorf("%s: words differ: %s", name, strings.TrimSpace(source[:min(len(source), 80)]))
		}
	}
}
