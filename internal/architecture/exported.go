package architecture

import (
	"go/ast"
	"go/token"
)

// exported is a name that a package shows: what it is, and where it may carry
// its comment.
type exported struct {
	name     string // "Graph", "Graph.Dim"
	kind     string // "type", "func", "method", "const", "var"
	pos      token.Pos
	comments []*ast.CommentGroup
	generic  bool
}

// exports lists the exported names of a file, tests aside.
func exports(f *source) (names []exported) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if e, ok := exportedFunc(d); ok {
				names = append(names, e)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				names = append(names, exportedSpec(d, s)...)
			}
		}
	}
	return names
}

// exportedFunc leaves out the methods of unexported types: nobody can name them.
func exportedFunc(d *ast.FuncDecl) (exported, bool) {
	e := exported{d.Name.Name, "func", d.Pos(), []*ast.CommentGroup{d.Doc}, d.Type.TypeParams != nil}
	if d.Recv == nil {
		return e, d.Name.IsExported()
	}
	of, generic := receiver(d.Recv.List[0].Type)
	e.name, e.kind, e.generic = of.Name+"."+e.name, "method", generic
	return e, d.Name.IsExported() && of.IsExported()
}

// receiver is the type of a method, and whether it has type parameters.
func receiver(x ast.Expr) (name *ast.Ident, generic bool) {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.ParenExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		name, _ = receiver(x.X)
		return name, true
	case *ast.IndexListExpr:
		name, _ = receiver(x.X)
		return name, true
	}
	return x.(*ast.Ident), false
}

// exportedSpec takes the comment of a group of constants or variables for each
// of them.
func exportedSpec(d *ast.GenDecl, s ast.Spec) (names []exported) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		comments := []*ast.CommentGroup{s.Doc, s.Comment}
		if !d.Lparen.IsValid() {
			comments = append(comments, d.Doc)
		}
		if s.Name.IsExported() {
			generic := s.TypeParams != nil || constraint(s.Type)
			names = append(names, exported{s.Name.Name, "type", s.Pos(), comments, generic})
			names = append(names, methods(s)...)
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.IsExported() {
				comments := []*ast.CommentGroup{s.Doc, s.Comment, d.Doc}
				names = append(names, exported{n.Name, d.Tok.String(), n.Pos(), comments, false})
			}
		}
	}
	return names
}

// methods lists what an interface asks for.
func methods(s *ast.TypeSpec) (names []exported) {
	i, ok := s.Type.(*ast.InterfaceType)
	if !ok {
		return nil
	}
	for _, m := range i.Methods.List {
		for _, n := range m.Names {
			if n.IsExported() {
				comments := []*ast.CommentGroup{m.Doc, m.Comment}
				names = append(names, exported{s.Name.Name + "." + n.Name, "method", n.Pos(), comments, false})
			}
		}
	}
	return names
}

// constraint reports whether a type is an interface that only a type parameter
// can have.
func constraint(x ast.Expr) bool {
	i, ok := x.(*ast.InterfaceType)
	if !ok {
		return false
	}
	for _, m := range i.Methods.List {
		switch m.Type.(type) {
		case *ast.BinaryExpr, *ast.UnaryExpr:
			return true
		}
	}
	return false
}
