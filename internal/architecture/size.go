package architecture

import (
	"go/ast"
	"math"
	"path"
	"strings"
)

const (
	mostLines      = 300 // of a file
	mostOfExample  = 60  // of a program in examples
	mostOfFunction = 40  // lines
	mostParameters = 5
	mostOperands   = 7 // of a function in ops, which has its operator's signature
)

// Sizes lists what is too long to be read as one idea. Generated files and
// tables (files whose name says so) may be long, kernels may have many
// parameters, as the methods of a BLAS do, and operations their operands, and a
// test may be one long story.
func (t *Tree) Sizes() (broken []string) {
	for _, p := range t.packages {
		for _, f := range p.files {
			if ast.IsGenerated(f.File) || strings.Contains(path.Base(f.name), "table") {
				continue
			}
			most := mostLines
			if below(p.path, "examples") && !f.test {
				most = mostOfExample
			}
			if n := t.fset.File(f.FileStart).LineCount(); n > most {
				broken = append(broken, t.complain(f.Package, "%d lines: want %d at most, one idea a file", n, most))
			}
			if !f.test {
				broken = append(broken, t.long(p, f)...)
			}
		}
	}
	return broken
}

func (t *Tree) long(p *folder, f *source) (broken []string) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := t.lines(fn); n > mostOfFunction {
			broken = append(broken, t.complain(fn.Pos(),
				"%s has %d lines: want %d at most", fn.Name.Name, n, mostOfFunction))
		}
		if n, most := fn.Type.Params.NumFields(), parameters(p.path, fn); n > most {
			broken = append(broken, t.complain(fn.Pos(),
				"%s has %d parameters: want %d at most", fn.Name.Name, n, most))
		}
	}
	return broken
}

// parameters is how many a function of a package may have.
func parameters(path string, fn *ast.FuncDecl) int {
	switch {
	case below(path, "internal/kernel"):
		return math.MaxInt
	case path == "ops/blas" && fn.Recv != nil:
		if of, _ := receiver(fn.Recv.List[0].Type); of.Name == "Implementation" {
			return math.MaxInt
		}
	case path == "ops":
		return mostOperands
	}
	return mostParameters
}

func (t *Tree) lines(n ast.Node) int {
	return t.fset.Position(n.End()).Line - t.fset.Position(n.Pos()).Line + 1
}
