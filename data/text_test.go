package data_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
)

// at writes files, and answers with their folder.
func at(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	return folder
}

func TestReadText(t *testing.T) {
	long := strings.Repeat("x", 1<<16-1)
	cases := map[string]struct{ file, want string }{
		"plain":                      {"a\nb", "a\nb"},
		"Chinese":                    {"空山不見人，\n", "空山不見人，\n"},
		"a mark":                     {"\uFEFFab", "ab"},
		"a mark within":              {"a\uFEFFb", "a\uFEFFb"},
		"line ends":                  {"a\r\nb\rc\n\rd\r\r\ne\r", "a\nb\nc\n\nd\n\ne\n"},
		"a line end in two pieces":   {long + "\r\nb", long + "\nb"},
		"a return ends a piece":      {long + "\rb", long + "\nb"},
		"a return ends the text":     {long + "\r", long + "\n"},
		"a character in two pieces":  {long + "山b", long + "山b"},
		"four bytes in two pieces":   {long + "𝄞b", long + "𝄞b"},
		"one byte":                   {"a", "a"},
		"a replacement character":    {"\uFFFD", "\uFFFD"},
		"characters not to be seen":  {"\x00\x1a\u2028", "\x00\x1a\u2028"},
		"a carriage return, a piece": {strings.Repeat("\r\n", 1<<16), strings.Repeat("\n", 1<<16)},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(at(t, map[string]string{"a.txt": k.file}), "a.txt")
			text, err := data.ReadText(path)
			require.NoError(t, err)
			require.Equal(t, k.want, text)

			r, err := data.OpenText(path)
			require.NoError(t, err)
			slow, err := io.ReadAll(iotest.OneByteReader(r))
			require.NoError(t, err)
			require.NoError(t, r.Close())
			require.Equal(t, k.want, string(slow))
		})
	}
}

func TestReadTextRefuses(t *testing.T) {
	folder := at(t, map[string]string{
		"empty": "", "mark": "\uFEFF", "utf16": "\xFF\xFEa\x00", "big": "\xFE\xFF\x00a",
		"latin": "\uFEFFa\r\nb\rRück \xFCber", "short": "a\n山\xE5\xB1",
		"late": strings.Repeat("空山不見人\r\n", 10_000) + "山\x80",
	})
	cases := map[string]string{
		"none":  ": there is no such file: want a file of UTF-8 text",
		"":      " is a folder: want a file of UTF-8 text",
		"empty": ": the file is empty: want text in it",
		"mark":  ": the file is empty: want text in it",
		"utf16": ": the text is UTF-16: save it as UTF-8",
		"big":   ": the text is UTF-16: save it as UTF-8",
		"latin": ":3:6: byte 0xFC is not UTF-8: save the text as UTF-8",
		"short": ":2:2: byte 0xE5 is not UTF-8: save the text as UTF-8",
		"late":  ":10001:2: byte 0x80 is not UTF-8: save the text as UTF-8",
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			_, err := data.ReadText(path)
			require.ErrorContains(t, err, path+want)
			require.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}

// What came before an error is passed on, and the error comes again.
func TestReadAfterError(t *testing.T) {
	path := filepath.Join(at(t, map[string]string{"a": "good \xFF"}), "a")
	r, err := data.OpenText(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	text, err := io.ReadAll(r)
	require.Equal(t, "good ", string(text))
	require.ErrorContains(t, err, "a:1:6: byte 0xFF is not UTF-8")
	_, again := r.Read(make([]byte, 1))
	require.True(t, errors.Is(again, err))
}

func TestReadFolder(t *testing.T) {
	folder := at(t, map[string]string{
		"b.txt": "second", "a.txt": "first\r\n", "c/d.txt": "\uFEFFthird", "e.md": "no text", ".f.txt": "hidden",
		".g/h.txt": "hidden", "empty.txt": "", "mark.txt.bak": "no",
	})
	text, err := data.ReadFolder(folder)
	require.NoError(t, err)
	require.Equal(t, "first\nsecond\nthird\n", text)

	r, err := data.OpenFolder(folder)
	require.NoError(t, err)
	slow, err := io.ReadAll(iotest.OneByteReader(r))
	require.NoError(t, err)
	require.Equal(t, text, string(slow))
	require.NoError(t, r.Close())
}

func TestReadFolderRefuses(t *testing.T) {
	folder := at(t, map[string]string{
		"none/a.md": "a", "none/empty.txt": "", "file.txt": "a", "bad/a.txt": "fine", "bad/b.txt": "b\xFF",
	})
	cases := map[string]string{
		"nowhere":  "nowhere: there is no such folder: want one of *.txt files",
		"file.txt": "file.txt is a file: want a folder of *.txt files",
		"none":     "none: the folder has no *.txt file with text: want UTF-8 texts in it",
		"bad":      "b.txt:1:2: byte 0xFF is not UTF-8: save the text as UTF-8",
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := data.ReadFolder(filepath.Join(folder, name))
			require.ErrorContains(t, err, want)
		})
	}
}

// Whatever the bytes, reading ends, with text that is UTF-8 and as normal as
// plain replacing makes it, or with an error.
func FuzzReadText(f *testing.F) {
	for _, text := range []string{"a\r\nb", "\uFEFF\r", "\xFF\xFE", "山\xE5", "\r\r\n\n"} {
		f.Add([]byte(text), 3)
	}
	f.Fuzz(func(t *testing.T, file []byte, chunk int) {
		r, err := data.NewTextReader(&chunks{file, 1 + chunk&7}, "a")
		if err != nil {
			return
		}
		got, err := io.ReadAll(r)
		if err != nil {
			require.False(t, strings.ToValidUTF8(string(file), "") == string(file), err)
			return
		}
		want := strings.TrimPrefix(string(file), "\uFEFF")
		want = strings.ReplaceAll(strings.ReplaceAll(want, "\r\n", "\n"), "\r", "\n")
		require.Equal(t, want, string(got))
	})
}

// chunks reads a few bytes at a time.
type chunks struct {
	left []byte
	most int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.left[:min(c.most, len(c.left))])
	c.left = c.left[n:]
	return n, nil
}
