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
