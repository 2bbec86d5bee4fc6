package clean

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRunJSON(t *testing.T) {
	p := pipeline(t, "html,spaces,empty,duplicates")
	var out bytes.Buffer
	require.NoError(t, p.RunJSON(&out, strings.NewReader(`{"id":1, "text" :  "<p>a  \u4e2d &lt;b</p>" ,"n": 1.50}
{"text":"\u4e2d as it is"}

{"text":" ","x":{}}
{"text":"\u4e2d as it is","x":2}
`), "text"))
	require.Equal(t, `{"id":1, "text" :  "a 中 <b" ,"n": 1.50}
{"text":"\u4e2d as it is"}

`, out.String())
	for text, want := range map[string]string{
		`[]`:                        "line 1: want a JSON object",
		"{\"text\":\"\"}\n{":        "line 2: want a JSON object",
		`{"a": 1}`:                  `line 1: there is no field "text"`,
		`{"text": 1}`:               `line 1: field "text" is 1: want a text`,
		`{"text": null}`:            `line 1: field "text" is null: want a text`,
		`{"text":"","text":""}`:     `line 1: field "text" is given twice`,
		`{"text":""} 1`:             "line 1: something follows the JSON object",
		`{"text":"", "b": [}`:       `line 1: field "b"`,
		strings.Repeat(" ", 65<<20): "line 1: bufio.Scanner: token too long",
	} {
		require.ErrorContains(t, pipeline(t, "").RunJSON(&out, strings.NewReader(text), "text"), want)
	}
}

// Nothing changes but the field, whatever a line is.
func FuzzRunJSON(f *testing.F) {
	for _, s := range []string{`{"text":"A\u0042","b":[1,{"text":"C"}]}`, `{"Text":"A", "text" : "\ud800B" }`, `{"text":"é"}`, `{}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var out bytes.Buffer
		if strings.Contains(line, "\n") || strings.HasSuffix(line, "\r") || pipeline(t, "lower").RunJSON(&out, strings.NewReader(line), "text") != nil {
			return
		}
		if strings.TrimSpace(line) == "" {
			return
		}
		var before, after map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &before))
		require.NoError(t, json.Unmarshal(out.Bytes(), &after))
		lower, _ := Lower{}.Edit(before["text"].(string))
		require.Equal(t, lower, after["text"])
		delete(before, "text")
		delete(after, "text")
		require.Equal(t, before, after)
		var same bytes.Buffer
		require.NoError(t, pipeline(t, "").RunJSON(&same, strings.NewReader(line), "text"))
		require.Equal(t, line+"\n", same.String())
	})
}
