package bert_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
)

// put writes files into a new folder.
func put(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "model")
	for name, text := range files {
		at := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o700))
		require.NoError(t, os.WriteFile(at, []byte(text), 0o600))
	}
	require.NoError(t, os.MkdirAll(dir, 0o700))
	return dir
}

const (
	modules = `[{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
		{"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}%s]`
	normalise = `, {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}`
)

func TestReadSentences(t *testing.T) {
	s, err := bert.ReadSentences(put(t, nil))
	require.NoError(t, err)
	require.Equal(t, bert.Sentences{Pooling: bert.Mean}, s)

	s, err = bert.ReadSentences(put(t, map[string]string{
		"modules.json": fmt.Sprintf(modules, normalise), "sentence_bert_config.json": `{"max_seq_length": 256}`,
		"1_Pooling/config.json": `{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false, "word_embedding_dimension": 4}`,
	}))
	require.NoError(t, err)
	require.Equal(t, bert.Sentences{Pooling: bert.CLS, Normalise: true, Longest: 256}, s)
}

func TestReadSentencesRefuses(t *testing.T) {
	plain := fmt.Sprintf(modules, "")
	for want, files := range map[string]map[string]string{
		`sentences of model: modules.json: unexpected end of JSON input`: {"modules.json": ""},
		`modules.json: "models.Dense": want Transformer, Pooling and Normalize`: {
			"modules.json": `[{"type": "models.Dense"}]`},
		`modules.json: path "1_Pooling": want 1_Pooling/config.json`: {"modules.json": plain},
		`modules.json: path "../x" leaves the folder`: {
			"modules.json": `[{"path": "../x", "type": "Pooling"}]`},
		`1_Pooling/config.json: ["pooling_mode_lasttoken"] are on: want one of`: {
			"modules.json": plain, "1_Pooling/config.json": `{"pooling_mode_lasttoken": true}`},
		`1_Pooling/config.json: [] are on: want one of`: {
			"modules.json": plain, "1_Pooling/config.json": `{}`},
		`max_seq_length is -1: want 0 or more`: {
			"modules.json": plain, "1_Pooling/config.json": `{"pooling_mode_max_tokens": true}`,
			"sentence_bert_config.json": `{"max_seq_length": -1}`},
	} {
		_, err := bert.ReadSentences(put(t, files))
		require.ErrorContains(t, err, want)
	}
}

func ExampleSentences() {
	s, err := bert.ReadSentences("testdata/tiny") // transformers' folder, not sentence-transformers'
	fmt.Println(s.Pooling, s.Normalise, err)
	// Output: mean false <nil>
}
