package regex

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// hold compares matches with what a file of internal/oracle/regular_expressions.py
// says. One in four, these have so many of what is rare elsewhere, may be refused
// here and not there; few may take too many steps.
func hold(t *testing.T, name string) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	var expressions, refused, long, texts int
	for r := bufio.NewReader(z); ; {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		var c struct {
			Re    string
			Texts [][2]json.RawMessage
			Error string
		}
		require.NoError(t, json.Unmarshal(line, &c))
		if c.Error != "" {
			continue
		}
		expressions++
		re, err := Compile(c.Re)
		if err != nil {
			refused++
			t.Log(err)
			continue
		}
		for _, pair := range c.Texts {
			var text string
			var want []string
			require.NoError(t, json.Unmarshal(pair[0], &text))
			require.NoError(t, json.Unmarshal(pair[1], &want))
			texts++
			have, err := cut(re, text)
			if err != nil {
				long++
				break
			}
			if !equal(want, have) {
				t.Errorf("%s on %+q:\nwant %+q\nhave %+q", c.Re, text, want, have)
				break
			}
		}
	}
	require.NotZero(t, texts)
	require.LessOrEqual(t, refused, expressions/4)
	require.LessOrEqual(t, long, expressions/500)
	t.Log(expressions, "expressions,", refused, "of them not supported,", long, "that take too many steps,", texts, "texts")
}

// cut is a text cut at its matches.
func cut(re *Regex, text string) (pieces []string, err error) {
	list, err := re.AppendMatches(nil, []byte(text))
	at := 0
	add := func(end int) {
		if at < end {
			pieces = append(pieces, text[at:end])
		}
		at = end
	}
	for _, m := range list {
		add(int(m.Start))
		add(int(m.End))
	}
	add(len(text))
	return pieces, err
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestAsTheReference(t *testing.T) { hold(t, "testdata/random.jsonl.gz") }

// TestAsTheReferenceMore reads a file that internal/oracle/regular_expressions.py wrote and
// GAZE_REGEX names.
func TestAsTheReferenceMore(t *testing.T) {
	name := os.Getenv("GAZE_REGEX")
	if name == "" {
		t.Skip("GAZE_REGEX names no file")
	}
	hold(t, name)
}
