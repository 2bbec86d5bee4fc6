package architecture

import (
	"path"
	"slices"
	"strings"
)

// vague are names that say nothing of what a package is.
var vague = []string{"util", "utils", "common", "helper", "helpers", "core"}

// Names lists the packages whose name says nothing.
func (t *Tree) Names() (broken []string) {
	for _, p := range t.packages {
		f := p.files[0]
		if slices.Contains(vague, f.Name.Name) || slices.Contains(vague, path.Base(p.path)) {
			broken = append(broken, t.complain(f.Name.Pos(), "package %s: name it for what it is", p.path))
		}
	}
	return broken
}

// Unlisted lists the public packages of which the root's package comment, the
// first page that a reader sees, says nothing.
func (t *Tree) Unlisted() (broken []string) {
	var page string
	for _, p := range t.packages {
		for _, f := range p.files {
			if p.path == "." && !f.test {
				page += f.Doc.Text()
			}
		}
	}
	for _, p := range t.packages {
		if p.public() && p.path != "." && !strings.Contains(page, "\n"+p.path+" ") && !strings.Contains(page, " "+p.path+" ") {
			broken = append(broken, t.complain(p.files[0].Package,
				"package %s is not in the package comment of doc.go: give it a line there", p.path))
		}
	}
	return broken
}
