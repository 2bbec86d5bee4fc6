package train_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

func readLog(t *testing.T, folder string) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "log.jsonl"))
	require.NoError(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(content), "\n"), "\n")
}

func TestLogLines(t *testing.T) {
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	tr.Checkpoints.Log, tr.Steps = 3, 8
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	lines := readLog(t, folder)
	require.Len(t, lines, 2+4)
	require.Regexp(t, `^\{"step":2,"validation_loss":2\.\d+,"seconds":[\d.e-]+\}\n$`, lines[0])
	require.Regexp(t, `^\{"step":3,"loss":2\.\d+,"rate":0\.\d+,"norm":\d\.\d+,"tokens":\d+,"tokens_per_second":[\d.]+\}\n$`, lines[1])
	h, err := train.ReadLog(folder)
	require.NoError(t, err)
	require.Equal(t, []int{3, 6}, h.Steps)
	require.Equal(t, []int{2, 4, 6, 8}, h.Validated)
}

// Whatever stands in the log after the checkpoint's step, half a line, lines
// twice, goes, so that each step is there once in the end.
func TestLogHasEachStepOnce(t *testing.T) {
	want := alone(t, nil)
	const later = `{"step":5,"loss":9}` + "\n" + `{"step":6,"loss":9}` + "\n" + `{"step":6,"validation_loss":9}` + "\n" + `{"step":7,"lo`
	for name, change := range map[string]func(string) string{
		"later lines":       func(s string) string { return s + later },
		"a line twice":      func(s string) string { return s + s },
		"a line that is no": func(s string) string { return "# log\n" + s + `{"step":4}` + "\n" },
		"half a line":       func(s string) string { return s + `{"step":5,"loss":1` },
	} {
		folder := t.TempDir()
		tr := newTrainer(t, folder)
		cancelAt(t, tr, func(e train.Event) bool { return e.Kind == train.Saved && e.Step == 4 })
		at := filepath.Join(folder, "log.jsonl")
		edit(t, at, func(b []byte) []byte { return []byte(change(string(b))) })
		_, err := newTrainer(t, folder).Run(t.Context())
		require.NoError(t, err)
		same(t, want, result(t, folder), name)
		require.Len(t, readLog(t, folder), steps+steps/2, name)
	}
}

// A run that was killed before its first checkpoint begins its log anew.
func TestLogBeginsAnew(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "log.jsonl"), []byte(`{"step":1,"loss":9}`+"\n"), 0o600))
	_, err := newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	same(t, alone(t, nil), result(t, folder), "")

	_, err = train.ReadLog(t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist)
}
