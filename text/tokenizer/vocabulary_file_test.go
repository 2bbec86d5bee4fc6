package tokenizer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func vocabularies(t *testing.T) map[string]tokenizer.Vocabulary {
	c, err := tokenizer.NewCharacters("\x00\n\"\\<&\u2028山\uFFFD𝄞\U0010FFFF")
	require.NoError(t, err)
	with, err := c.WithUnknown('\a')
	require.NoError(t, err)
	return map[string]tokenizer.Vocabulary{"characters": c, "with unknown": with, "bytes": tokenizer.Bytes{}}
}

func TestSaveAndLoad(t *testing.T) {
	for name, v := range vocabularies(t) {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "vocabulary.json")
			require.NoError(t, os.WriteFile(path, []byte("an old one"), 0o600))
			require.NoError(t, tokenizer.SaveVocabulary(path, v))
			got, err := tokenizer.LoadVocabulary(path)
			require.NoError(t, err)
			require.Equal(t, v, got)
			left, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Len(t, left, 1, "nothing is left beside it")
		})
	}
}

// What cannot be replaced stays, and nothing is left beside it.
func TestSaveFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "vocabulary.json")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "a folder in its place"), 0o700))
	require.ErrorContains(t, tokenizer.SaveVocabulary(path, tokenizer.Bytes{}), "vocabulary: rename ")
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 1)

	err = tokenizer.SaveVocabulary(filepath.Join(folder, "no", "v.json"), tokenizer.Bytes{})
	require.ErrorIs(t, err, os.ErrNotExist)
	err = tokenizer.SaveVocabulary(path, own{})
	require.EqualError(t, err, "vocabulary: cannot save tokenizer_test.own: want *Characters or Bytes")
}

type own struct{ tokenizer.Vocabulary }

func TestParseVocabularyRefuses(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"nothing":         {``, "unexpected end of JSON input"},
		"no type":         {`{}`, `type is "": want "characters" or "bytes"`},
		"another type":    {`{"type": "BPE"}`, `type is "BPE": want "characters" or "bytes"`},
		"no object":       {`["a"]`, "cannot unmarshal array"},
		"no characters":   {`{"type": "characters"}`, "no characters"},
		"twice":           {`{"type": "characters", "characters": "aab"}`, `character 1 is 'a' after 'a': want each once, in ascending order`},
		"out of order":    {`{"type": "characters", "characters": "ba"}`, `character 1 is 'a' after 'b'`},
		"unknown of two":  {`{"type": "characters", "characters": "ab", "unknown": "cd"}`, `unknown is "cd": want one character`},
		"unknown is one":  {`{"type": "characters", "characters": "ab", "unknown": "b"}`, `sign 'b' for what is unknown`},
		"bytes with some": {`{"type": "bytes", "characters": "ab"}`, `type "bytes" with characters: want the type alone`},
		"no UTF-8":        {"{\"type\": \"characters\", \"characters\": \"a\xFF\"}", "it is not UTF-8"},
		"too long":        {strings.Repeat(" ", 14<<20), "more than"},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := tokenizer.ParseVocabulary([]byte(k.text))
			require.ErrorContains(t, err, k.want)
			require.ErrorContains(t, err, "vocabulary: ")
		})
	}
}

func TestLoadVocabularyRefuses(t *testing.T) {
	folder := t.TempDir()
	_, err := tokenizer.LoadVocabulary(filepath.Join(folder, "none.json"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = tokenizer.LoadVocabulary(folder)
	require.ErrorContains(t, err, "is a directory")
	path := filepath.Join(folder, "bad.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"type": "words"}`), 0o600))
	_, err = tokenizer.LoadVocabulary(path)
	require.EqualError(t, err, "vocabulary: "+path+`: type is "words": want "characters" or "bytes"`)
}

// The largest vocabulary there is can be saved, and read again.
func TestAllCharacters(t *testing.T) {
	var text strings.Builder
	for r := rune(0); r <= 0x10FFFF; r++ {
		text.WriteRune(r) // U+FFFD for a surrogate
	}
	c, err := tokenizer.NewCharacters(text.String())
	require.NoError(t, err)
	require.Equal(t, 0x110000-0x800, c.Size())
	path := filepath.Join(t.TempDir(), "all.json")
	require.NoError(t, tokenizer.SaveVocabulary(path, c))
	got, err := tokenizer.LoadVocabulary(path)
	require.NoError(t, err)
	require.Equal(t, c.Size(), got.Size())
}

// Whatever a file holds, it is refused or makes a vocabulary that is sound.
func FuzzParseVocabulary(f *testing.F) {
	for _, text := range []string{
		`{"type": "bytes"}`, `{"type": "characters", "characters": "\n !ab山"}`,
		`{"type": "characters", "characters": "ab", "unknown": "\ufffd"}`,
		`{"type": "characters", "characters": "\ud800"}`, `{"type": 1}`, `[`, `null`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := tokenizer.ParseVocabulary(text)
		if err != nil {
			require.Nil(t, v)
			return
		}
		ids := make([]int, v.Size())
		for i := range ids {
			ids[i] = i
		}
		again, err := v.Encode(v.Decode(ids))
		require.NoError(t, err)
		require.Equal(t, ids, again)
		written, err := json.Marshal(v)
		require.NoError(t, err)
		same, err := tokenizer.ParseVocabulary(written)
		require.NoError(t, err)
		require.Equal(t, v, same)
	})
}
