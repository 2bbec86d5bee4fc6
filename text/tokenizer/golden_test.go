package tokenizer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goldenFolders are the folders of cases: a part in testdata, all of the shared
// vectors if GAZE_SHARED names their folder, and those that
// internal/oracle/tokenizer.py made if GAZE_TOKENIZER_CASES does.
func goldenFolders() []string {
	folders := []string{filepath.Join("testdata", "hf")}
	if shared := os.Getenv("GAZE_SHARED"); shared != "" {
		folders = append(folders, filepath.Join(shared, "vectors", "hf_tokenizers"))
	}
	if made := os.Getenv("GAZE_TOKENIZER_CASES"); made != "" {
		folders = append(folders, made)
	}
	return folders
}

func TestGolden(t *testing.T) {
	for _, folder := range goldenFolders() {
		files, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
		require.NoError(t, err)
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".jsonl.gz")
			if name == "regex_split" {
				continue // of package pretokenizer
			}
			t.Run(name, func(t *testing.T) { goldenFile(t, folder, name) })
		}
	}
}

func goldenFile(t *testing.T, folder, name string) {
	var tok *Tokenizer
	var err error
	if strings.HasPrefix(name, "spm_") {
		tok, err = ParseSentencePiece(unzipped(t, filepath.Join(folder, name+".model.gz")))
	} else {
		tok, err = Parse(unzipped(t, filepath.Join(folder, name+".tokenizer.json.gz")))
	}
	require.NoError(t, err)
	lines := bufio.NewScanner(bytes.NewReader(unzipped(t, filepath.Join(folder, name+".jsonl.gz"))))
	lines.Buffer(nil, 1<<24)
	n, wrong := 0, 0
	for lines.Scan() {
		var c goldenCase
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		n++
		if d := c.run(tok); len(d) > 0 {
			if wrong++; wrong <= 3 {
				t.Errorf("case %d, %s %+q\n%s", n, c.K, c.Text, strings.Join(d, "\n"))
			}
		}
	}
	require.NoError(t, lines.Err())
	require.NotZero(t, n)
	require.Zero(t, wrong, "of %d cases", n)
}

func unzipped(t testing.TB, path string) []byte {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	return text
}
