package pattern

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/mallocs"
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

func TestVectors(t *testing.T) { hold(t, "testdata/regex_split.jsonl.gz") }

func TestLiteral(t *testing.T) {
	p, err := New("aa", false)
	require.NoError(t, err)
	require.Equal(t, []string{"b", "aa", "aa", "ab"}, pieces(t, p, "baaaaab"))
	p, err = New("", false)
	require.NoError(t, err)
	list, err := p.AppendMatches(nil, []byte("aé"))
	require.NoError(t, err)
	require.Equal(t, []regex.Range{{Start: 0, End: 0}, {Start: 1, End: 1}, {Start: 3, End: 3}}, list)
	list, err = p.AppendMatches(nil, nil)
	require.NoError(t, err)
	require.Empty(t, list)
}

// FuzzKnown holds the hand-matched patterns against the engine.
func FuzzKnown(f *testing.F) {
	for _, text := range []string{"", "It's \r\n\n a TEST,'LL 1234 中A中a\u0301 \u0301x", "\u0301A'ſ  \u00a0x", "a\u0378 ¾'s/\n/"} {
		f.Add(text)
	}
	engines := map[string]*regex.Regex{}
	for source := range known {
		re, err := regex.Compile(source)
		require.NoError(f, err)
		engines[source] = re
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		for source, re := range engines {
			require.Equal(t, pieces(t, re, text), pieces(t, known[source], text), source)
		}
	})
}

// sample is English, Chinese and code, enough of it to be measured.
func sample() []byte {
	return []byte(strings.Repeat("First Citizen: Before we proceed any further, hear me speak. You're all resolved?\n"+
		"床前明月光,疑是地上霜。举头望明月,低头思故乡。\n\tfor i := 0; i < 1024; i++ { x[i] += 3.14 }\n", 500))
}

func BenchmarkKnown(b *testing.B) {
	text := sample()
	for source, p := range known {
		engine, err := regex.Compile(source)
		require.NoError(b, err)
		for name, p := range map[string]Pattern{"hand": p, "engine": engine} {
			b.Run(name+"/"+source[:12], func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				var list []regex.Range
				for b.Loop() {
					list, err = p.AppendMatches(list[:0], text)
				}
			})
		}
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	text := sample()
	for source, p := range known {
		engine, err := regex.Compile(source)
		require.NoError(t, err)
		for _, p := range []Pattern{p, engine} {
			list, err := p.AppendMatches(nil, text)
			require.NoError(t, err)
			require.Zero(t, mallocs.Fewest(3, func() { list, _ = p.AppendMatches(list[:0], text) }), source)
		}
	}
}
