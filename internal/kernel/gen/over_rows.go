package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A kernel with rows runs over rows of n elements, which lie wherever a step from each
// to the next says: those of one row do not wait for those of another. Scalars that
// are named in each, and results, are slices of one element a row. So
//
//	elements{name: "scaleRows", rows: true, out: []string{"y"}, in: []string{"x"}, scalars: []string{"a"}, each: []string{"a"}, …}
//
// makes, for package kernel,
//
//	func scaleRowsSIMD(rows, n int, y []float32, yStep int, x []float32, xStep int, a []float32) bool
//
// A row has the bits that it has alone.

// rowSignature is that of the assembly; steps are in bytes.
func (k *elements) rowSignature() string {
	var b strings.Builder
	b.WriteString("func(rows int, n int")
	for _, s := range k.pointers() {
		fmt.Fprintf(&b, ", %s unsafe.Pointer, %sStep int", s, s)
	}
	for _, s := range k.scalars {
		kind := "float32"
		if slices.Contains(k.each, s) {
			kind = "unsafe.Pointer"
		}
		fmt.Fprintf(&b, ", %s %s", s, kind)
	}
	for _, s := range k.results {
		fmt.Fprintf(&b, ", %sOf unsafe.Pointer", s)
	}
	return b.String() + ")"
}

// eachRow writes a body for each row.
func (l *loop) eachRow(body func()) {
	row := l.GP64()
	l.XORQ(row, row)
	l.Label("row")
	for _, s := range l.k.each {
		l.VBROADCASTSS(l.ofRow(s, row), l.values[s])
	}
	body()
	for _, r := range l.k.results {
		l.VMOVSS(l.values[r].AsX(), l.ofRow(r+"Of", row))
	}
	for _, s := range l.k.pointers() {
		l.ADDQ(address(l.Param(s+"Step")), l.base[s])
	}
	l.INCQ(row)
	l.CMPQ(row, address(l.Param("rows")))
	l.JL(operand.LabelRef("row"))
}

// ofRow is the element of a row of a slice of one a row.
func (l *loop) ofRow(name string, row reg.Register) operand.Mem {
	return operand.Mem{Base: l.param(name), Index: row, Scale: 4}
}

// rowChooser is the Go function that calls a kernel of the current level.
func (k *elements) rowChooser() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n// %sSIMD is, of each row, %s. It is not ok at level plain.\n%s {\n", k.name, k.doc, k.rowDeclaration(true))
	b.WriteString("\tif current == plain || rows < 1 || n < 1 {\n\t\treturn false\n\t}\n")
	args := "rows, n"
	for _, s := range k.pointers() {
		fmt.Fprintf(&b, "\t_ = %s[(rows-1)*%sStep:][:n]\n", s, s)
		args += fmt.Sprintf(", unsafe.Pointer(&%s[0]), 4*%sStep", s, s)
	}
	for _, s := range append(append([]string{}, k.scalars...), k.results...) {
		if slices.Contains(k.scalars, s) && !slices.Contains(k.each, s) {
			args += ", " + s
			continue
		}
		fmt.Fprintf(&b, "\t_ = %s[rows-1]\n", s)
		args += fmt.Sprintf(", unsafe.Pointer(&%s[0])", s)
	}
	b.WriteString("\tswitch current {\n")
	for _, s := range []isa{avx512, avx2} {
		fmt.Fprintf(&b, "\tcase %s:\n\t\t%s%s(%s)\n", strings.ToLower(s.name), k.name, s.name, args)
	}
	b.WriteString("\tdefault:\n\t\treturn false\n\t}\n\treturn true\n}\n")
	return b.String()
}

// rowDeclaration is the chooser's, with or without names of what it is given.
func (k *elements) rowDeclaration(names bool) string {
	parameters := [][2]string{{"rows", "int"}, {"n", "int"}}
	for _, s := range k.pointers() {
		parameters = append(parameters, [2]string{s, "[]float32"}, [2]string{s + "Step", "int"})
	}
	for _, s := range k.scalars {
		kind := "float32"
		if slices.Contains(k.each, s) {
			kind = "[]float32"
		}
		parameters = append(parameters, [2]string{s, kind})
	}
	for _, s := range k.results {
		parameters = append(parameters, [2]string{s, "[]float32"})
	}
	var list []string
	for _, p := range parameters {
		if !names {
			p[0] = "_"
		}
		list = append(list, p[0]+" "+p[1])
	}
	return fmt.Sprintf("func %sSIMD(%s) bool", k.name, strings.Join(list, ", "))
}
