package data

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// file writes a file and returns its path, which messages begin with.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestReadTable(t *testing.T) {
	for name, c := range map[string]struct {
		name, text string
		columns    Columns
		want       []Example
	}{
		"by name":   {"a.tsv", "\xEF\xBB\xBFid\ttext\tlabel\r\n1\t好吃\tgood\r\n\r\n2\t\"bad\t0\n", Columns{Text: "text", Label: "label"}, []Example{{Text: "好吃", Labels: []string{"good"}}, {Text: `"bad`, Labels: []string{"0"}}}},
		"by number": {"a.tsv", "1\ta b\tc\n2\td\te", Columns{Text: "2", Pair: "3", Label: "1"}, []Example{{Text: "a b", Pair: "c", Labels: []string{"1"}}, {Text: "d", Pair: "e", Labels: []string{"2"}}}},
		"header":    {"a.tsv", "x\ty\na\tb\n", Columns{Text: "1", Header: true}, []Example{{Text: "a"}}},
		"quoted":    {"a.csv", "label,review\n1,\"很快，好吃, \"\"真\"\"\n的\"\n0,b\n", Columns{Text: "review", Label: "label"}, []Example{{Text: "很快，好吃, \"真\"\n的", Labels: []string{"1"}}, {Text: "b", Labels: []string{"0"}}}},
		"several":   {"a.tsv", "a\tx, y\nb\t\n", Columns{Text: "1", Label: "2", Separator: ","}, []Example{{Text: "a", Labels: []string{"x", "y"}}, {Text: "b"}}},
		"packed":    {"a.csv.gz", packed(t, "a,b\nc,d\n"), Columns{Text: "1", Label: "2"}, []Example{{Text: "a", Labels: []string{"b"}}, {Text: "c", Labels: []string{"d"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, c.name, c.text)
			all, err := ReadTable(path, c.columns)
			require.NoError(t, err)
			for i := range all {
				require.Contains(t, all[i].At, path+":")
				all[i].At = ""
			}
			require.Equal(t, c.want, all)
		})
	}
	all, err := ReadTable(file(t, "a.csv", "x,y\n\"a\nb\",c\nd,e\n"), Columns{Text: "x"})
	require.NoError(t, err)
	require.Equal(t, "a.csv:2", filepath.Base(all[0].At))
	require.Equal(t, "a.csv:4", filepath.Base(all[1].At))
}

// Each message begins with the file, and names the line.
func TestReadTableRefuses(t *testing.T) {
	both := Columns{Text: "text", Label: "label"}
	for want, c := range map[string]struct {
		name, text string
		columns    Columns
	}{
		":3: 1 columns, want 2 as in the first line":                        {"a.tsv", "text\tlabel\na\tb\nc\n", both},
		`:1: column "label" is not in the header, which has ["text" "tag"]`: {"a.tsv", "text\ttag\na\tb\n", both},
		":1: column 3, want 1 to 2":                                         {"a.tsv", "a\tb\n", Columns{Text: "3"}},
		":1: column 0, want 1 to 2":                                         {"a.tsv", "a\tb\n", Columns{Text: "0"}},
		":2: the text is empty":                                             {"a.tsv", "text\tlabel\n\tb\n", both},
		":2: a label is empty":                                              {"a.tsv", "text\tlabel\na\t\n", both},
		":1: a label is empty":                                              {"a.tsv", "a\tb,,c\n", Columns{Text: "1", Label: "2", Separator: ","}},
		": the file is empty: want text in it":                              {"a.tsv", "", both},
		": there is no example in it":                                       {"a.tsv", "text\tlabel\n", both},
		":2:3: byte 0xFF is not UTF-8: save the text as UTF-8":              {"a.tsv", "text\tlabel\na\t\xff\n", both},
		": want the name or number of the column of the texts":              {"a.tsv", "a\tb\n", Columns{}},
		`:2: bare " in non-quoted-field`:                                    {"a.csv", "text,label\na\"b,c\n", both},
		`:2: 3 columns, want 2 as in the first line`:                        {"a.csv", "text,label\na,b,c\n", both},
		": the text is UTF-16: save it as UTF-8":                            {"a.tsv", "\xff\xfea\x00", both},
		": gzip: invalid header":                                            {"a.tsv.gz", "text\tlabel\n1234567890", both},
		"a.tsv.gz: unexpected EOF":                                          {"a.tsv.gz", packed(t, "text\tlabel\n1234567890")[:30], both},
	} {
		path := file(t, c.name, c.text)
		_, err := ReadTable(path, c.columns)
		require.ErrorContains(t, err, c.name, want)
		require.ErrorContains(t, err, want)
	}
	_, err := ReadTable(filepath.Join(t.TempDir(), "none.tsv"), both)
	require.ErrorContains(t, err, "none.tsv: there is no such file: want a file of UTF-8 text")
	_, err = ReadTable(filepath.Join(t.TempDir(), "none.tsv.gz"), both)
	require.ErrorContains(t, err, "none.tsv.gz: no such file or directory")
}

func TestReadJSONL(t *testing.T) {
	path := file(t, "a.jsonl", `{"text": "a", "label": "x", "id": 7}
{"text": "b", "pair": "c", "label": 3}

{"text": "d", "labels": ["x", true, 1.5]}
{"text": "e", "labels": []}
{"tokens": ["我", "是"], "tags": ["O", "B-X"]}
{"tokens": ["f"]}
`)
	all, err := ReadJSONL(path)
	require.NoError(t, err)
	require.Equal(t, []Example{
		{Text: "a", Labels: []string{"x"}, At: path + ":1"},
		{Text: "b", Pair: "c", Labels: []string{"3"}, At: path + ":2"},
		{Text: "d", Labels: []string{"x", "true", "1.5"}, At: path + ":4"},
		{Text: "e", Labels: []string{}, At: path + ":5"},
		{Tokens: []string{"我", "是"}, Tags: []string{"O", "B-X"}, At: path + ":6"},
		{Tokens: []string{"f"}, At: path + ":7"},
	}, all)
}

func TestReadJSONLRefuses(t *testing.T) {
	for line, want := range map[string]string{
		`{"text": "a"`:                             "is no JSON of an example: unexpected end of JSON input",
		`{"text": 1}`:                              "is no JSON of an example: json: cannot unmarshal number",
		`["a"]`:                                    "is no JSON of an example: json: cannot unmarshal array",
		`{"text": "a"} {}`:                         "is no JSON of an example: invalid character '{' after top-level value",
		`{"label": "a"}`:                           "the text is empty",
		`{"text": "a", "label": ""}`:               "a label is empty",
		`{"text": "a", "label": null}`:             "label is null, want a string, a number or a boolean",
		`{"text": "a", "label": {"x": 1}}`:         `label is {"x": 1}, want a string, a number or a boolean`,
		`{"text": "a", "label": [1]}`:              "label is [1], want a string",
		`{"text": "a", "labels": "x"}`:             `labels are "x", want a list`,
		`{"text": "a", "label": 1, "labels": [1]}`: "has both label and labels: want one of them",
		`{"text": "a", "tokens": ["b"]}`:           "has both tokens and a text: want one of them",
		`{"tokens": []}`:                           "has no tokens",
		`{"tags": ["O"]}`:                          "has no tokens",
		`{"tokens": ["a", "b"], "tags": ["O"]}`:    "1 tags of 2 tokens",
		`{"tokens": ["a", ""]}`:                    "token 2 is empty",
		`{"tokens": ["a"], "tags": [""]}`:          "tag 1 is empty",
	} {
		path := file(t, "a.jsonl", "{\"text\": \"fine\"}\n"+line+"\n")
		_, err := ReadJSONL(path)
		require.ErrorContains(t, err, path+":2: "+want, line)
	}
	_, err := ReadJSONL(file(t, "a.jsonl", "\n\n"))
	require.ErrorContains(t, err, "a.jsonl: there is no example in it")
	_, err = ReadJSONL(file(t, "a.jsonl", ""))
	require.ErrorContains(t, err, "a.jsonl: the file is empty")
	_, err = ReadJSONL(file(t, "a.jsonl", "{\"text\": \"a\xff\"}"))
	require.ErrorContains(t, err, "a.jsonl:1:12: byte 0xFF is not UTF-8")
}

func TestReadCoNLL(t *testing.T) {
	path := file(t, "a.conll", "-DOCSTART- -X- O O\n\nEU NNP B-NP B-ORG\nrejects VBZ I-VP O\n\n\t\n Peter NNP B-NP B-PER\n\n")
	all, err := ReadCoNLL(path, CoNLL{})
	require.NoError(t, err)
	require.Equal(t, []Example{
		{Tokens: []string{"EU", "rejects"}, Tags: []string{"B-ORG", "O"}, At: path + ":3"},
		{Tokens: []string{"Peter"}, Tags: []string{"B-PER"}, At: path + ":7"},
	}, all)
	all, err = ReadCoNLL(path, CoNLL{Token: 2, Tag: -2})
	require.NoError(t, err)
	require.Equal(t, []string{"NNP", "VBZ"}, all[0].Tokens)
	require.Equal(t, []string{"B-NP", "I-VP"}, all[0].Tags)

	path = file(t, "b.conll", "李0\tB-PER.NAM\n10\tO\n")
	all, err = ReadCoNLL(path, CoNLL{Segmented: true})
	require.NoError(t, err)
	require.Equal(t, []Example{{Tokens: []string{"李", "1"}, Tags: []string{"B-PER.NAM", "O"}, At: path + ":1"}}, all)

	path = file(t, "c.conll", "one\ntwo\n\nthree")
	all, err = ReadCoNLL(path, CoNLL{Untagged: true})
	require.NoError(t, err)
	require.Equal(t, []Example{{Tokens: []string{"one", "two"}, At: path + ":1"}, {Tokens: []string{"three"}, At: path + ":4"}}, all)
}

func TestReadCoNLLRefuses(t *testing.T) {
	for line, c := range map[string]struct {
		format CoNLL
		want   string
	}{
		"word": {CoNLL{}, `one column, "word": want a token and a tag`},
		"a b":  {CoNLL{Tag: 3}, "tag: column 3 of 2"},
		"a b ": {CoNLL{Tag: -3}, "tag: column -3 of 2"},
		"\tO":  {CoNLL{}, "token: the column is empty"},
		"a\t":  {CoNLL{}, "tag: the column is empty"},
		"李\tO": {CoNLL{Segmented: true}, `token "李" does not end in its place in a word`},
		"1\tO": {CoNLL{Segmented: true}, `token "1" does not end in its place in a word`},
	} {
		path := file(t, "a.conll", "a0 O\n\n"+line+"\n")
		_, err := ReadCoNLL(path, c.format)
		if c.format.Tag != 0 { // the first line has not so many either
			require.ErrorContains(t, err, path+":1: "+c.want)
			continue
		}
		require.ErrorContains(t, err, path+":3: "+c.want, "%q", line)
	}
	_, err := ReadCoNLL(file(t, "a.conll", "-DOCSTART- O\n\n"), CoNLL{})
	require.ErrorContains(t, err, "a.conll: there is no example in it")
	_, err = ReadCoNLL(file(t, "a.conll", ""), CoNLL{})
	require.ErrorContains(t, err, "a.conll: the file is empty")
	_, err = ReadCoNLL(file(t, "a.conll", "a O\n\xe5 O\n"), CoNLL{})
	require.ErrorContains(t, err, "a.conll:2:1: byte 0xE5 is not UTF-8")
}
