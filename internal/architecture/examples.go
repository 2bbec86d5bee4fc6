package architecture

import (
	"go/ast"
	"go/doc"
	"strings"
)

// Examples lists the exported types of public packages that no Example shows:
// ExampleT, ExampleT_word, ExampleT_Method or ExampleNewT, with its output, for
// an example without one is never run.
func (t *Tree) Examples() (broken []string) {
	for _, p := range t.packages {
		if !p.public() {
			continue
		}
		shown := p.shown()
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, e := range exports(f) {
				if e.kind == "type" && !shown[e.name] {
					broken = append(broken, t.complain(e.pos,
						"type %s has no Example: want func Example%s or ExampleNew%s with an // Output: in a test of %s",
						e.name, e.name, e.name, p.path))
				}
			}
		}
	}
	return broken
}

// shown is the set of types that have an Example.
func (p *folder) shown() map[string]bool {
	var tests []*ast.File
	for _, f := range p.files {
		if f.test {
			tests = append(tests, f.File)
		}
	}
	shown := map[string]bool{}
	for _, e := range doc.Examples(tests...) {
		if e.Output == "" && !e.EmptyOutput {
			continue
		}
		name, _, _ := strings.Cut(e.Name, "_")
		shown[name] = true
		if made, isNew := strings.CutPrefix(name, "New"); isNew {
			shown[made] = true
		}
	}
	return shown
}
