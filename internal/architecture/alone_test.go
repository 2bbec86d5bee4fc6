package architecture_test

import (
	"os/exec"
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
