package architecture

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// Tree is the Go source of one module.
type Tree struct {
	module   string // what imports of ours begin with
	fset     *token.FileSet
	packages []*folder
}

// folder is a package with its tests.
type folder struct {
	path  string // from the module's root: "graph/inspect", "." for the root
	files []*source
}

type source struct {
	*ast.File
	name string // from the module's root: "graph/scope.go"
	test bool
}

// Load parses the module at root.
func Load(root, module string) (*Tree, error) {
	t := &Tree{module: module, fset: token.NewFileSet()}
	found := map[string]*folder{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if rel = filepath.ToSlash(rel); d.IsDir() {
			return enter(name, rel)
		}
		if strings.HasSuffix(rel, ".go") {
			return t.parse(found, name, rel)
		}
		return nil
	})
	for _, p := range found {
		t.packages = append(t.packages, p)
	}
	sort.Slice(t.packages, func(i, j int) bool { return t.packages[i].path < t.packages[j].path })
	return t, err
}

// enter says whether a folder belongs to the module, as the go command sees it.
func enter(name, rel string) error {
	base := path.Base(rel)
	if rel == "." {
		return nil
	}
	if base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_' {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func (t *Tree) parse(found map[string]*folder, name, rel string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(t.fset, rel, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	at := path.Dir(rel)
	if found[at] == nil {
		found[at] = &folder{path: at}
	}
	s := &source{File: f, name: rel, test: strings.HasSuffix(rel, "_test.go")}
	found[at].files = append(found[at].files, s)
	return nil
}

// public reports whether users may import the package.
func (p *folder) public() bool {
	return !strings.Contains("/"+p.path+"/", "/internal/") && !p.command()
}

func (p *folder) command() bool { return p.files[0].Name.Name == "main" }

// complain is one broken rule: where, what, and what is wanted.
func (t *Tree) complain(at token.Pos, format string, args ...any) string {
	p := t.fset.Position(at)
	return fmt.Sprintf("%s:%d: %s", p.Filename, p.Line, fmt.Sprintf(format, args...))
}
