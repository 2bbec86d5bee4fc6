// Command gen writes the assembly of package kernel, and the Go declarations
// that go with it:
//
//	go run . ..
package main

import (
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("want one argument: the folder of package kernel")
	}
	folder := os.Args[1]
	files, err := generate(folder)
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// generate makes all files, by name. What the assembly is given is declared in
// the package's folder.
func generate(folder string) (map[string][]byte, error) {
	src, err := readSource(filepath.Join(folder, "micro.go"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, s := range []isa{avx512, avx2} {
		asm, stubs, err := product(s, src)
		if err != nil {
			return nil, err
		}
		name := "product_" + strings.ToLower(s.name) + "_amd64"
		files[name+".s"], files[name+".go"] = asm, stubs
	}
	for _, write := range narrowProducts {
		if err := write(src, files); err != nil {
			return nil, err
		}
	}
	for _, f := range families {
		if err := f.generate(src, files); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return files, writeHandmade(src, files)
}

// The heights of the strided kernels, and their width in vectors: rows that are
// too few for the loads of B to be worth packing.
const (
	fewRows   = 3
	wideWidth = 4
)

// turnedRows is the most rows of the kernels of layout turned: for more, packing
// costs less.
func (s isa) turnedRows() int {
	if s.lanes == 16 {
		return 6
	}
	return 4
}

// product is the matrix product of one instruction set.
func product(s isa, src *source) (asm, stubs []byte, err error) {
	e := newEmitter(s, src)
	e.declareMasks()
	e.panels(columns, s.rows, 2)
	e.panels(rows, s.rows, 2)
	e.panels(strided, fewRows, wideWidth)
	e.panels(turned, s.turnedRows(), 1)
	e.transpose()
	e.copyRows()
	e.copyColumns()
	e.ceiling(float32s)
	asm, stubs, err = e.print()
	if err != nil {
		return nil, nil, err
	}
	stubs = fmt.Append(stubs,
		dispatch(s, "mulColumns", upTo(s.rows)...), dispatch(s, "mulRows", upTo(s.rows)...),
		dispatch(s, "mulStrided", upTo(fewRows)...), dispatch(s, "mulTurned", upTo(s.turnedRows())...))
	stubs, err = format.Source(stubs)
	return asm, stubs, err
}
