package architecture_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is below text serves programs that want nothing else of Gaze: whatever it
// imports, and what that imports, is no Gorgonia, and of ours only itself and the
// tables of Unicode.
func TestTextStandsAlone(t *testing.T) {
	const module = "github.com/gaze-ml/gaze/"
	list := exec.Command("go", "list", "-deps", "./text/...")
	list.Dir = "../.."
	out, err := list.Output()
	require.NoError(t, err)
	packages := strings.Fields(string(out))
	for _, wanted := range []string{"text/tokenizer", "text/segment", "text/clean", "internal/unicode15"} {
		require.Contains(t, packages, module+wanted)
	}
	for _, p := range packages {
		require.NotContains(t, p, "gorgonia")
		if ours, found := strings.CutPrefix(p, module); found {
			require.True(t, strings.HasPrefix(ours, "text/") || ours == "internal/unicode15", "text imports %s", p)
		}
	}
}

// What text makes of characters must not change with Go: its Unicode tables are
// internal/unicode15's, not those of package unicode.
func TestTextTakesPinnedTables(t *testing.T) {
	list := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.Imports}}", "./text/...", "./internal/unicode15")
	list.Dir = "../.."
	out, err := list.Output()
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		require.NotContains(t, strings.Fields(strings.NewReplacer("[", " ", "]", " ").Replace(line)), "unicode", line)
	}
}

// Functions of the standard library that look at the tables of its own Unicode, and
// whose names are the same in strings and in bytes; what they do with a literal is the
// same whatever text there is.
var ofUnicode = []string{
	"EqualFold", "Fields", "FieldsSeq", "Title", "ToLower", "ToTitle", "ToUpper", "TrimSpace",
}

// regexpOf is the one file that may import package regexp, whose classes are Go's: it
// says so.
const regexpOf = "text/segment/regexp.go"

func TestTextCallsNothingOfGosUnicode(t *testing.T) {
	files := 0
	for _, pattern := range []string{"*", "*/*", "*/*/*"} {
		paths, err := filepath.Glob(filepath.Join("..", "..", "text", pattern, "*.go"))
		require.NoError(t, err)
		for _, path := range paths {
			if !strings.HasSuffix(path, "_test.go") {
				files++
				require.Empty(t, callsOfUnicode(t, path, nil))
			}
		}
	}
	require.Greater(t, files, 100)
}

// A rule that finds nothing is no rule.
func TestCallsOfUnicodeAreFound(t *testing.T) {
	for code, want := range map[string]string{
		`import "strings"; var x = strings.ToLower(text)`:     "strings.ToLower",
		`import s "bytes"; var x = s.TrimSpace(text)`:         "bytes.TrimSpace",
		`import "strings"; var x = f(strings.EqualFold)`:      "strings.EqualFold",
		`import "strings"; var x = strings.Fields("a b")`:     "",
		`import "strings"; var x = strings.Trim(text, " ")`:   "",
		`import "regexp"; var x = regexp.MustCompile("a")`:    "regexp",
		`import "golang.org/x/text/cases"; var x = cases.New`: "golang.org/x/text/cases",
	} {
		found := strings.Join(callsOfUnicode(t, "text/x.go", "package x; "+code), " ")
		if want == "" {
			require.Empty(t, found, code)
		}
		require.Contains(t, found, want, code)
	}
}

// callsOfUnicode is what a file uses of Go's Unicode.
func callsOfUnicode(t *testing.T, path string, source any) (found []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, 0)
	require.NoError(t, err)
	names := map[string]string{} // of imports
	for _, i := range file.Imports {
		imported := strings.Trim(i.Path.Value, `"`)
		switch {
		case imported == "regexp" && !strings.HasSuffix(filepath.ToSlash(path), regexpOf), strings.HasPrefix(imported, "golang.org/x/text/"):
			found = append(found, fmt.Sprintf("%s: %s", files.Position(i.Pos()), imported))
		case imported == "strings" || imported == "bytes":
			names[imported] = imported
			if i.Name != nil {
				names[i.Name.Name] = imported
			}
		}
	}
	literal := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			literal[n.Fun] = !slices.ContainsFunc(n.Args, func(a ast.Expr) bool {
				_, is := a.(*ast.BasicLit)
				return !is
			})
		case *ast.SelectorExpr:
			name, is := n.X.(*ast.Ident)
			if is && names[name.Name] != "" && slices.Contains(ofUnicode, n.Sel.Name) && !literal[n] {
				found = append(found, fmt.Sprintf("%s: %s.%s", files.Position(n.Pos()), names[name.Name], n.Sel.Name))
			}
		}
		return true
	})
	return found
}
