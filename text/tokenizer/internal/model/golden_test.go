package model

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// golden is a model, and words with what the reference makes of them.
type golden struct {
	name  string
	model json.RawMessage
	saved string // what the reference writes of it
	cases []goldenCase
}

type goldenCase struct {
	word   string
	pieces []goldenPiece // nil where the reference raises an error
}

type goldenPiece struct {
	id         int
	token      string
	start, end int
}

func (p *goldenPiece) UnmarshalJSON(raw []byte) error {
	return json.Unmarshal(raw, &[]any{&p.id, &p.token, &p.start, &p.end})
}

// goldens reads testdata, and the folder that GAZE_TOKENIZER_MODELS names.
func goldens(t testing.TB) (all []golden) {
	folders := []string{"testdata"}
	if more := os.Getenv("GAZE_TOKENIZER_MODELS"); more != "" {
		folders = append(folders, more)
	}
	for _, folder := range folders {
		names, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			all = append(all, readGolden(t, name))
		}
	}
	return all
}

func readGolden(t testing.TB, name string) golden {
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	g := golden{name: strings.TrimSuffix(filepath.Base(name), ".jsonl.gz")}
	for lines.Scan() {
		if g.model == nil {
			g.model = json.RawMessage(lines.Text())
			continue
		}
		if g.saved == "" {
			g.saved = lines.Text()
			continue
		}
		var c goldenCase
		require.NoError(t, json.Unmarshal(lines.Bytes(), &[]any{&c.word, &c.pieces}))
		g.cases = append(g.cases, c)
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, g.cases)
	return g
}

func TestModelsSplitAsTheReference(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.name, func(t *testing.T) {
			m, err := FromJSON(g.model)
			require.NoError(t, err)
			sameAsGolden(t, m, g)
			raw, err := m.MarshalJSON()
			require.NoError(t, err)
			require.True(t, g.saved == string(raw), "not what the reference writes")
			again, err := FromJSON(raw)
			require.NoError(t, err)
			sameAsGolden(t, again, g)
		})
	}
}

func sameAsGolden(t *testing.T, m Model, g golden) {
	t.Helper()
	var s Scratch
	var pieces []Piece
	for range 2 { // the second time from memory
		for _, c := range g.cases {
			var err error
			pieces, err = m.Append(pieces[:0], []byte(c.word), &s)
			if c.pieces == nil {
				require.Error(t, err, "%q", c.word)
				continue
			}
			require.NoError(t, err, "%q", c.word)
			var got []goldenPiece
			for _, p := range pieces {
				got = append(got, goldenPiece{int(p.ID), m.Text(p, []byte(c.word), ""), int(p.Start), int(p.End)})
			}
			if len(c.pieces) > 0 || len(got) > 0 {
				require.Equal(t, c.pieces, got, "%q", c.word)
			}
		}
	}
}
