package architecture_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const mostBytes = 5 << 20 // of a file

var (
	// Where somebody works; a test may name a folder for what does not last.
	machine   = below("work", "root", "home")
	temporary = below("tmp")

	// How programs, objects and archives begin: ELF, Mach-O, PE, ar, Java or fat Mach-O.
	programs = []string{"\x7fELF", "\xcf\xfa\xed\xfe", "\xfe\xed\xfa\xcf", "MZ", "!<arch>\n", "\xca\xfe\xba\xbe"}

	// What may be bytes outside testdata: pictures, and data that is embedded.
	data = regexp.MustCompile(`\.(png|jpg|gif|gz|ttf|wav|safetensors|model)$`)
)

// What is committed names no folder of a machine, and is neither built nor big.
func TestTracked(t *testing.T) {
	for _, name := range tracked(t) {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if os.IsNotExist(err) {
			continue // removed, and not committed yet
		}
		require.NoError(t, err)
		require.LessOrEqual(t, len(text), mostBytes, "%s: too big to be committed", name)
		require.Empty(t, unfit(name, text))
	}
}

// Who brings vectors says where they are from, under which licence, or which
// script of ours wrote them.
func TestTestdataHasSource(t *testing.T) {
	all := tracked(t)
	for _, name := range all {
		dir, _, found := strings.Cut(name, "/testdata/")
		if found && !strings.HasPrefix(name, dir+"/testdata/fuzz/") {
			require.Contains(t, all, dir+"/testdata/SOURCE", "%s: say in SOURCE where it is from", name)
		}
	}
}

func TestUnfit(t *testing.T) {
	work, tmp := path("work", "main"), path("tmp", "x")
	require.Contains(t, unfit("a.go", []byte("x := \""+work+"\"")), "a.go:1: names a folder of a machine")
	require.Contains(t, unfit("a.md", []byte("\n\ncd "+tmp)), "a.md:3: names a folder of a machine")
	require.Contains(t, unfit("a", []byte("\x7fELF\x02\x00")), "a: a built program")
	require.Contains(t, unfit("a.bin", []byte{1, 0, 2}), "a.bin: bytes outside testdata")
	require.Empty(t, unfit("a_test.go", []byte("\""+tmp+"\"")))
	require.Empty(t, unfit("a.md", []byte("https://example.org"+work+", a"+tmp+" and frame"+work[1:])))
	require.Empty(t, unfit("ops/testdata/a.bin", []byte{1, 0, 2}))
	require.Empty(t, unfit("docs/a.png", []byte{1, 0, 2}))
}

// path joins bare words, so that this file passes its own test, and others'.
func path(names ...string) string { return "/" + strings.Join(names, "/") }

// below finds paths into folders of these names at the root, quoted or not.
func below(names ...string) *regexp.Regexp {
	return regexp.MustCompile(`(^|[\s"'=(:` + "`" + `])` + path("("+strings.Join(names, "|")+")", `\w`))
}

// tracked lists the files that git knows; where there is no git there is
// nothing to say.
func tracked(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		t.Skip("not a checkout")
	}
	_, _ = os.Stat(filepath.Join(root, ".git", "index")) // so that a cached result is not used when it changes
	out, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	require.NoError(t, err)
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
}

// unfit says why a file should not be committed, "" if it should.
func unfit(name string, text []byte) string {
	inTest := strings.Contains("/"+name, "/testdata/") || strings.HasSuffix(name, "_test.go")
	if bytes.IndexByte(text, 0) < 0 {
		return namesMachine(name, string(text), inTest)
	}
	for _, p := range programs {
		if bytes.HasPrefix(text, []byte(p)) {
			return name + ": a built program: commit what it is built from"
		}
	}
	if inTest || data.MatchString(name) {
		return ""
	}
	return name + ": bytes outside testdata"
}

func namesMachine(name, text string, inTest bool) string {
	for i, line := range strings.Split(text, "\n") {
		if machine.MatchString(line) || !inTest && temporary.MatchString(line) {
			return fmt.Sprintf("%s:%d: names a folder of a machine: %s", name, i+1, strings.TrimSpace(line))
		}
	}
	return ""
}
