package main

import (
	"bytes"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	compiler "github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func newEmitter(s isa, src *source) *emitter {
	e := &emitter{Context: build.NewContext(), isa: s, pkg: src, placed: map[string]bool{}}
	e.ConstraintExpr("!noasm")
	return e
}

// another is an emitter like e with nothing written, but for the table of masks.
func (e *emitter) another() *emitter {
	a := newEmitter(e.isa, e.pkg)
	a.declareMasks()
	return a
}

// compile allots registers.
func (e *emitter) compile() (*ir.File, error) {
	f, err := e.Result()
	if err != nil {
		return nil, err
	}
	return f, compiler.Compile.Execute(f)
}

// print is what has been written: assembly and its declarations in Go.
func (e *emitter) print() (asm, stubs []byte, err error) {
	f, err := e.compile()
	if err != nil {
		return nil, nil, err
	}
	if err := encode(f); err != nil {
		return nil, nil, err
	}
	cfg := printer.Config{Name: "internal/kernel/gen", Pkg: "kernel"}
	if asm, err = printer.NewGoAsm(cfg).Print(f); err != nil {
		return nil, nil, err
	}
	if stubs, err = printer.NewStubs(cfg).Print(f); err != nil {
		return nil, nil, err
	}
	stubs = bytes.Replace(stubs, []byte("package kernel\n"), []byte("package kernel\n\nimport \"unsafe\"\n"), 1)
	return asm, stubs, nil
}
