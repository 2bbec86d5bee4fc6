package architecture

import (
	"go/ast"
	"slices"
	"strings"
)

// Comments lists the exported names, and the packages, that do not say what
// they are.
func (t *Tree) Comments() (broken []string) {
	for _, p := range t.packages {
		commented, code := 0, 0
		for _, f := range p.files {
			if f.test {
				continue
			}
			code++
			if says(f.Doc) {
				commented++
			}
			for _, e := range exports(f) {
				if !slices.ContainsFunc(e.comments, says) {
					broken = append(broken, t.complain(e.pos,
						"%s %s has no comment: say what it is, its shapes and its errors", e.kind, e.name))
				}
			}
		}
		if code > 0 && commented != 1 {
			broken = append(broken, t.complain(p.files[0].Package,
				"package %s has %d package comments: want one, in doc.go", p.path, commented))
		}
	}
	return broken
}

// says reports whether a comment has words, beside directives.
func says(c *ast.CommentGroup) bool { return c != nil && strings.TrimSpace(c.Text()) != "" }

// Generics lists what an interpreter of Go cannot import: the exported generic
// functions, types and constraints of public packages.
func (t *Tree) Generics() (broken []string) {
	for _, p := range t.packages {
		for _, f := range p.files {
			if f.test || !p.public() {
				continue
			}
			for _, e := range exports(f) {
				if e.generic {
					broken = append(broken, t.complain(e.pos,
						"%s %s is generic: notebooks cannot import it, so keep it unexported or in internal", e.kind, e.name))
				}
			}
		}
	}
	return broken
}
