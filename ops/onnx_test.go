package ops_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ONNX's own tolerances are 1e-3 and 1e-7.
var onnxBounds = tolerances{rel: 1e-5, abs: 1e-6}

// TestONNX draws every case with our operations, runs it, and compares. A case
// is run or named in testdata/onnx_left_out.txt with its reason; there is no third way.
func TestONNX(t *testing.T) {
	files, err := filepath.Glob("testdata/onnx_*.jsonl.gz")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out := readLeftOut(t, "testdata/onnx_left_out.txt")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl.gz"), func(t *testing.T) {
			tally := tally{reasons: map[string]int{}}
			for _, c := range readLines[onnxCase](t, file) {
				reason, named := out.reason(c.Name)
				tally.count(reason)
				if !named {
					if err := runONNX(c); err != nil {
						t.Errorf("%s: %v", c.Name, err)
					}
				}
			}
			t.Log(tally)
		})
	}
	out.requireAllUsed(t)
}

// runONNX draws and runs a case and compares its outputs.
func runONNX(c onnxCase) error {
	nodes, err := draw(c)
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	if len(nodes) != len(c.Outputs) {
		return fmt.Errorf("%d outputs, want %d", len(nodes), len(c.Outputs))
	}
	values, err := bothWays(nodes...)
	if err != nil {
		return err
	}
	for i, o := range c.Outputs {
		want, err := o.array()
		if err != nil {
			return err
		}
		if d := differ(values[i], want, onnxBounds); d != "" {
			return fmt.Errorf("output %d %s", i, d)
		}
	}
	return nil
}

// leftOut is the cases that are not run, each with its reason.
type leftOut struct {
	why  map[string]string
	used map[string]bool
}

// readLeftOut reads names, one a line, each under its reason, "# reason".
func readLeftOut(t *testing.T, path string) *leftOut {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	out := &leftOut{map[string]string{}, map[string]bool{}}
	reason := ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "#"):
			reason = strings.TrimSpace(line[1:])
		case line != "":
			require.NotEmpty(t, reason, "%s has no reason", line)
			require.NotContains(t, out.why, line, "named twice")
			out.why[line] = reason
		}
	}
	return out
}

func (o *leftOut) reason(name string) (string, bool) {
	why, ok := o.why[name]
	o.used[name] = true
	return why, ok
}

// requireAllUsed fails for a name that no file has.
func (o *leftOut) requireAllUsed(t *testing.T) {
	for name := range o.why {
		require.True(t, o.used[name], "%s is left out, but there is no such case", name)
	}
}

// tally counts the cases run and left out, the latter by reason.
type tally struct {
	run, out int
	reasons  map[string]int
}

func (c *tally) count(reason string) {
	if reason == "" {
		c.run++
		return
	}
	c.out++
	c.reasons[reason]++
}

func (c tally) String() string {
	var reasons []string
	for why, n := range c.reasons {
		reasons = append(reasons, fmt.Sprintf("\n  %3d %s", n, why))
	}
	slices.Sort(reasons)
	return fmt.Sprintf("%d cases run (%.1f %%), %d left out:%s", c.run, 100*float64(c.run)/float64(c.run+c.out), c.out, strings.Join(reasons, ""))
}

// TestLeftOutIsRead: comments are reasons, lines are names.
func TestLeftOutIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	require.NoError(t, os.WriteFile(path, []byte("# one\na\nb\n\n# two\nc\n"), 0o600))
	out := readLeftOut(t, path)
	require.Equal(t, map[string]string{"a": "one", "b": "one", "c": "two"}, out.why)
	why, ok := out.reason("c")
	require.True(t, ok)
	require.Equal(t, "two", why)
	_, ok = out.reason("d")
	require.False(t, ok)
}
