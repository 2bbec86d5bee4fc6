package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/clean"
	"github.com/gaze-ml/gaze/train"
)

func TestClean(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.txt", []byte("cafe\u0301\r\nsee <b>http://x.y</b>\n\xff\n"), 0o666))
	require.NoError(t, os.WriteFile("b.txt", []byte("café\nnew"), 0o666))

	said := ok(t, "clean", "a.txt")
	require.Contains(t, said, "3 of 3 texts kept")
	require.Contains(t, said, filepath.Join("out", "clean", "a.txt"))
	require.Equal(t, "café\nsee <b>http://x.y</b>\n\ufffd\n", content(t, "out/clean/a.txt"))
	require.Contains(t, content(t, "out/clean/README.md"), "cleaned from a.txt")

	var r cleanedTexts
	require.NoError(t, json.Unmarshal([]byte(ok(t, "clean", "a.txt", "b.txt", "--add", "html,links=<url>,duplicates", "--out", "c", "--json")), &r))
	require.Equal(t, []string{"c/a.txt", "c/b.txt", "c/README.md"}, r.Files)
	require.Equal(t, "café\nsee <url>\n\ufffd\n", content(t, "c/a.txt"))
	require.Equal(t, "new", content(t, "c/b.txt"), "duplicates are found across files")
	require.EqualValues(t, 5, r.Report.Texts)
	require.EqualValues(t, 4, r.Report.Kept)
	require.Equal(t, "duplicates", r.Report.Steps[5].Name)

	require.NoError(t, os.WriteFile("d.jsonl", []byte("{\"id\": 1, \"text\": \"<b>A\\u0301</b>\"}\n"), 0o666))
	ok(t, "clean", "d.jsonl", "--field", "text", "--add", "html", "--out", "d")
	require.Equal(t, "{\"id\": 1, \"text\": \"\u00c1\"}\n", content(t, "d/d.jsonl"))

	names := []string{}
	for _, s := range clean.Default() {
		names = append(names, s.Name())
	}
	require.Equal(t, strings.Join(names, ","), usualSteps)
	for _, d := range clean.Steps() {
		require.Contains(t, ok(t, "clean", "--help"), "\n  "+d.Name)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestCleanMistakes(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.MkdirAll("folder", 0o777))
	for _, name := range []string{"a.txt", "folder/a.txt", "README.md"} {
		require.NoError(t, os.WriteFile(name, []byte("a\n"), 0o666))
	}
	for args, want := range map[string]string{
		"clean missing.txt":                "missing.txt: there is no such file",
		"clean folder":                     "folder is a folder: give its files, as folder/*.txt",
		"clean a.txt --out .":              "--out .: a.txt lies in it, and would be lost",
		"clean a.txt folder/a.txt":         "folder/a.txt and a.txt would both be written to out/clean/a.txt",
		"clean README.md":                  "README.md and the folder's own would both be written",
		"clean a.txt --steps nfd":          `step "nfd": want one of utf8,`,
		"clean a.txt --add scripts":        "want a language such as zh or en",
		"clean a.txt --out c --field text": "a.txt: clean: line 1: want a JSON object",
		"clean a.txt --out a.txt":          "--out a.txt is a file: give a folder",
		"clean a.txt --add lower=most":     "lower=most: want lower alone",
	} {
		t.Run(args, func(t *testing.T) {
			mistake(t, want, strings.Fields(args)...)
			require.NoDirExists(t, "out")
		})
	}
}

// An interruption leaves what was there before, and nothing half done.
func TestCleanInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.txt", []byte("old\n"), 0o666))
	ok(t, "clean", "a.txt")
	require.NoError(t, os.WriteFile("a.txt", []byte("new\n"), 0o666))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var said bytes.Buffer
	require.Equal(t, interrupted, run(ctx, []string{"clean", "a.txt"}, io.Discard, &said))
	require.Equal(t, "demo: interrupted: nothing was written to out/clean\n", said.String())
	require.Equal(t, "old\n", content(t, "out/clean/a.txt"))
	files, err := os.ReadDir("out/clean")
	require.NoError(t, err)
	require.Len(t, files, 2)
}

// Of several files those that are done are kept.
func TestCleanInterruptedBetween(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.txt", []byte("a\n"), 0o666))
	out := &folder{path: "out"}
	ctx, cancel := context.WithCancel(context.Background())
	require.NoError(t, os.Mkdir("out", 0o777))
	l := cleaning{out: "out"}
	p, err := clean.New(clean.Default()...)
	require.NoError(t, err)
	require.NoError(t, l.file(ctx, p, "a.txt", out))
	cancel()
	err = l.file(ctx, p, "a.txt", out)
	require.EqualError(t, l.kept(err, out, 3), "interrupted: 1 of 3 files are in out, cleaned and whole; of the others nothing was written")
	require.ErrorIs(t, l.kept(err, out, 3), train.ErrInterrupted)
	require.Equal(t, os.ErrNotExist, l.kept(os.ErrNotExist, out, 3))
}

// A file of 64 MB, most of it one line, takes much less memory than that.
func TestCleanInConstantMemory(t *testing.T) {
	t.Chdir(t.TempDir())
	f, err := os.Create("big.txt")
	require.NoError(t, err)
	w := bufio.NewWriter(f)
	for i := range 64 << 10 {
		_, err = w.WriteString(strings.Repeat("word 字 ", 1<<10/9+1)[:1023])
		require.NoError(t, err)
		require.NoError(t, w.WriteByte(" \n"[max(0, i-48<<10)&1]))
	}
	require.NoError(t, w.Flush())
	require.NoError(t, f.Close())

	defer debug.SetGCPercent(debug.SetGCPercent(50))
	runtime.GC()
	debug.FreeOSMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ok(t, "clean", "big.txt", "--add", "html,links,spaces,repeated-lines")
	runtime.ReadMemStats(&after)
	// HeapSys is the peak, but that what becomes a stack is taken off.
	require.Less(t, int64(after.HeapSys)-int64(before.HeapSys), int64(24<<20))
}
