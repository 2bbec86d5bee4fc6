package pattern

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/regex"
)

// splitCase is a line of regex_split.jsonl.gz: a pattern, or a text and what it is
// split into.
type splitCase struct {
	Pattern, Re, P, Text string
	Pieces               []string
}

// cases calls do with each line of a gzipped file.
func cases(t *testing.T, name string, do func(splitCase)) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	for r := bufio.NewReader(z); ; {
		line, err := r.ReadBytes('\n')
		if len(line) > 0 {
			var c splitCase
			require.NoError(t, json.Unmarshal(line, &c))
			do(c)
		}
		if err == io.EOF {
			return
		}
		require.NoError(t, err)
	}
}

// pieces is a text cut at matches: those, and what is between them.
func pieces(t *testing.T, p Pattern, text string) []string {
	t.Helper()
	list, err := p.AppendMatches(nil, []byte(text))
	require.NoError(t, err)
	out, at := []string{}, 0
	for _, m := range list {
		if at < int(m.Start) {
			out = append(out, text[at:m.Start])
		}
		out = append(out, text[m.Start:m.End])
		at = int(m.End)
	}
	if at < len(text) {
		out = append(out, text[at:])
	}
	return out
}

func hold(t *testing.T, name string) {
	t.Helper()
	byName, engine, count := map[string]Pattern{}, map[string]Pattern{}, 0
	cases(t, name, func(c splitCase) {
		if c.Pattern != "" {
			p, err := New(c.Re, true)
			require.NoError(t, err)
			require.IsType(t, byHand(nil), p, c.Pattern)
			byName[c.Pattern] = p
			engine[c.Pattern], err = regex.Compile(c.Re)
			require.NoError(t, err)
			return
		}
		count++
		require.Equal(t, c.Pieces, pieces(t, byName[c.P], c.Text), "%s by hand: %q", c.P, c.Text)
		require.Equal(t, c.Pieces, pieces(t, engine[c.P], c.Text), "%s: %q", c.P, c.Text)
	})
	require.NotZero(t, count)
	require.Len(t, byName, len(known))
	t.Log(count, "texts")
}

// TestAllVectors needs the whole file, in the folder that GAZE_SHARED names.
func TestAllVectors(t *testing.T) {
	root := os.Getenv("GAZE_SHARED")
	if root == "" {
		t.Skip("GAZE_SHARED names no folder")
	}
	hold(t, filepath.Join(root, "vectors", "hf_tokenizers", "regex_split.jsonl.gz"))
}
