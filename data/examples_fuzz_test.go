package data

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzExamples: no bytes make a reader panic; what it takes is whole, and what it
// refuses it refuses by the file's name.
func FuzzExamples(f *testing.F) {
	f.Add([]byte(squad))
	f.Add([]byte("text\tlabel\na\tb\n"))
	f.Add([]byte("text,label\n\"a\n\"\"b\",c\n"))
	f.Add([]byte("-DOCSTART- O\n\nEU B-ORG\nrejects O\n"))
	f.Add([]byte(`{"tokens": ["我", "是"], "tags": ["O", "B-X"]}` + "\n" + `{"text": "d", "labels": ["x", true, 1.5]}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		refused := func(path string, err error) {
			if err != nil && !strings.Contains(err.Error(), path) {
				t.Fatalf("%v does not name the file", err)
			}
		}
		write := func(name string) string {
			path := filepath.Join(dir, name)
			require.NoError(t, os.WriteFile(path, text, 0o600))
			return path
		}
		path := write("a.json")
		questions, err := ReadSQuAD(path)
		refused(path, err)
		for _, q := range questions {
			for _, a := range q.Answers {
				require.Equal(t, a.Text, q.Context[a.Start:a.Start+len(a.Text)])
			}
		}
		var examples []Example
		for _, read := range []func() ([]Example, error){
			func() ([]Example, error) { return ReadCoNLL(path, CoNLL{}) },
			func() ([]Example, error) { return ReadJSONL(path) },
			func() ([]Example, error) { return ReadTable(path, Columns{Text: "text", Label: "label"}) },
			func() ([]Example, error) { return ReadTable(write("a.csv"), Columns{Text: "1"}) },
		} {
			all, err := read()
			refused(dir, err)
			examples = append(examples, all...)
		}
		for _, e := range examples {
			require.NotEmpty(t, e.Text+strings.Join(e.Tokens, ""))
			require.True(t, len(e.Tags) == 0 || len(e.Tags) == len(e.Tokens))
			require.Contains(t, e.At, dir)
		}
	})
}
