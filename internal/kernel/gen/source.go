package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"

	"github.com/mmcloughlin/avo/gotypes"
)

// source is the file of package kernel that declares what assembly is given.
type source struct{ pkg *types.Package }

func readSource(path string) (*source, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	sizes := types.SizesFor("gc", "amd64")
	pkg, err := (&types.Config{Sizes: sizes, Importer: importer.Default()}).Check(f.Name.Name, fset, []*ast.File{f}, nil)
	if err != nil {
		return nil, err
	}
	// Signatures are read in the scope of the package, which has no imports.
	pkg.Scope().Insert(types.NewPkgName(token.NoPos, pkg, "unsafe", types.Unsafe))
	return &source{pkg}, nil
}

// signature is that of a function in the package.
func (s *source) signature(expr string) *gotypes.Signature {
	sig, err := gotypes.ParseSignatureInPackage(s.pkg, expr)
	if err != nil {
		panic(err)
	}
	return sig
}
