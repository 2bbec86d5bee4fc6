package architecture

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Imports lists the imports that the table of floors does not allow, and the
// packages that it does not know.
func (t *Tree) Imports() (broken []string) {
	for _, p := range t.packages {
		floor := floorOf(p.path)
		if floor == nil {
			broken = append(broken, t.complain(p.files[0].Package,
				"package %s is on no floor: give it a line in internal/architecture/floors.go", p.path))
			continue
		}
		for _, f := range p.files {
			for _, imp := range f.Imports {
				if wrong := t.wrong(floor, f, imp); wrong != "" {
					broken = append(broken, t.complain(imp.Pos(), "%s", wrong))
				}
			}
		}
	}
	return broken
}

// wrong says what is wrong with an import, "" if it is allowed.
func (t *Tree) wrong(floor *Floor, f *source, imp *ast.ImportSpec) string {
	name, err := strconv.Unquote(imp.Path.Value)
	if err != nil {
		return err.Error()
	}
	if imp.Name != nil && imp.Name.Name == "." {
		return "dot-import of " + name + ": import it by its name"
	}
	if name == "C" {
		return "import of C: Gaze builds without cgo"
	}
	if ours, found := t.ours(name); found {
		if f.test {
			return wrongInTest(floor, ours)
		}
		return wrongOurs(floor, f, ours)
	}
	if strings.Contains(strings.Split(name, "/")[0], ".") && !f.test {
		return wrongLibrary(floor, name)
	}
	return ""
}

// ours is the path of a package of this module, "." for the root.
func (t *Tree) ours(name string) (path string, found bool) {
	if name == t.module {
		return ".", true
	}
	return strings.CutPrefix(name, t.module+"/")
}

func wrongOurs(floor *Floor, f *source, ours string) string {
	if floorOf(ours) == floor || below(ours, floor.Package) {
		return ""
	}
	if !slices.ContainsFunc(floor.Ours, func(allowed string) bool { return below(ours, allowed) }) {
		return floor.Package + " may not import " + ours + ": its line in internal/architecture/floors.go allows " +
			list(floor.Ours)
	}
	if floor.Level == models && ours == "losses" && !strings.Contains(path.Base(f.name), "train") {
		return "a model imports losses in its training files only, and their names say train"
	}
	return ""
}

// wrongInTest lets a test import every lower floor.
func wrongInTest(floor *Floor, ours string) string {
	other := floorOf(ours)
	switch {
	case other == nil || other.Level < floor.Level || below(ours, floor.Package):
		return ""
	case other == floor || below(floor.Package, other.Package) || slices.Contains(forTests, other.Package):
		return ""
	}
	return "a test of " + floor.Package + " may not import " + ours + ": wanted a lower floor or " + list(forTests)
}

func wrongLibrary(floor *Floor, name string) string {
	if slices.ContainsFunc(floor.Libraries, func(allowed string) bool { return below(name, allowed) }) {
		return ""
	}
	return floor.Package + " may not import " + name + ": its line in internal/architecture/floors.go allows " +
		list(floor.Libraries)
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
