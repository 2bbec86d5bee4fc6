package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// piped runs the program with a standard input.
func piped(t *testing.T, input string, args ...string) string {
	t.Helper()
	var out, progress bytes.Buffer
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(strings.NewReader(input))
	root.SetOut(&out)
	root.SetErr(&progress)
	require.NoError(t, root.ExecuteContext(context.Background()), progress.String())
	return out.String()
}

// From a text to a tokenizer of each kind, to ids, and back to the text.
func TestTokenizer(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("texts", 0o777))
	require.NoError(t, os.WriteFile("texts/a.txt", []byte(strings.Repeat(english, 20)), 0o666))
	require.NoError(t, os.WriteFile("texts/b.txt", []byte(strings.Repeat(poem, 20)), 0o666))
	text := english + "\n" + poem
	for model, special := range map[string][]string{
		"bpe": {"<|endoftext|>"}, "bpe-chars": {"<unk>"}, "unigram": {"<unk>"},
		"wordpiece": {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"},
	} {
		t.Run(model, func(t *testing.T) {
			file := filepath.Join("made", model+".json")
			var r trainedTokenizer
			require.NoError(t, json.Unmarshal([]byte(ok(t, "tokenizer", "train", "--model", model, "--size", "300", "--out", file, "--json", "texts")), &r))
			require.Equal(t, special, r.Special)
			require.Equal(t, file, r.File)
			require.Equal(t, 20*(len(english)+len(poem)), r.Bytes)
			require.Contains(t, ok(t, "tokenizer", "inspect", file), special[0])
			ids := piped(t, text, "tokenizer", "encode", "--tokenizer", file, "--ids")
			require.Equal(t, strings.Count(text, "\n"), strings.Count(ids, "\n"))
			if model != "wordpiece" { // which does not keep spaces
				require.Equal(t, text, piped(t, ids, "tokenizer", "decode", "--tokenizer", file))
			}
		})
	}
	files, err := filepath.Glob("made/.*")
	require.NoError(t, err)
	require.Empty(t, files, "nothing is left beside")
}

func TestTokenizerTrainFlags(t *testing.T) {
	t.Chdir(t.TempDir())
	piped(t, "Low low LOWER\n", "tokenizer", "train", "--model", "wordpiece", "--lower", "--size", "40", "--special", "[CLS],[SEP]", "--min-frequency", "0")
	made, err := tokenizer.Load(usualTokenizer)
	require.NoError(t, err)
	id, _ := made.ID("[UNK]")
	require.Equal(t, 0, id, "what is unknown comes first if it was not named")
	require.Contains(t, ok(t, "tokenizer", "encode", "LOW"), "low")
	require.Equal(t, "1 2\n", ok(t, "tokenizer", "encode", "", "--ids"))

	said := piped(t, "aa\n", "tokenizer", "train", "--special", "", "--size", "5000")
	require.Contains(t, said, "The text has no more than these; --size was 5000.")
	made, err = tokenizer.Load(usualTokenizer)
	require.NoError(t, err)
	require.Empty(t, made.AddedTokens())
}

// What is shown of texts.
func TestTokenizerShows(t *testing.T) {
	t.Chdir(t.TempDir())
	piped(t, "a\n", "tokenizer", "train", "--model", "wordpiece", "--size", "6", "--min-frequency", "0")
	table := ok(t, "tokenizer", "encode", "é a")
	require.Equal(t, ""+
		"     id  bytes        code points  token\n"+
		"      2  -            -            [CLS]\n"+
		"      1  0-2          0-1          [UNK]\n"+
		"      5  3-4          2-3          a\n"+
		"      3  -            -            [SEP]\n", table)
	require.Contains(t, ok(t, "tokenizer", "encode", "a", "--pair", "a"), "      5  0-1          0-1             2  a\n")
	require.Equal(t, "2 5 3 5 3\n", ok(t, "tokenizer", "encode", "a", "--pair", "a", "--ids"))
	require.Equal(t, "5 5\n\n5\n", piped(t, "a a\n\na", "tokenizer", "encode", "--ids", "--no-special"))
	require.Contains(t, ok(t, "tokenizer", "encode", "a a", "--max-length", "3"), "and 1 more, which --json shows, cut off")
	require.NoError(t, os.WriteFile("a.txt", []byte("a\r\na"), 0o666))
	require.Equal(t, "2 5 3\n2 5 3\n", ok(t, "tokenizer", "encode", "--ids", "--file", "a.txt"))

	var e encodedText
	require.NoError(t, json.Unmarshal([]byte(ok(t, "tokenizer", "encode", "a a", "--max-length", "3", "--json")), &e))
	require.Equal(t, []int{2, 5, 3}, e.IDs)
	require.Equal(t, []string{"[CLS]", "a", "[SEP]"}, e.Tokens)
	require.Equal(t, [][2]int{{0, 0}, {0, 1}, {0, 0}}, e.CodePoints)
	require.Equal(t, [][2]int{{0, 0}, {2, 3}, {0, 0}}, e.Overflow[0].Bytes)

	require.Equal(t, "a a\n", ok(t, "tokenizer", "decode", "2", "5,", "5", "3"))
	require.Equal(t, "[CLS] a\n\na\n", piped(t, "[2, 5]\n\n5", "tokenizer", "decode", "--special"))
	require.Equal(t, "{\"ids\":[5,1],\"text\":\"a\"}\n{\"ids\":[],\"text\":\"\"}\n", piped(t, "5 1\n\n", "tokenizer", "decode", "--json"))

	var seen inspectedTokenizer
	require.NoError(t, json.Unmarshal([]byte(ok(t, "tokenizer", "inspect", "--json", "--text", "a b")), &seen))
	require.Equal(t, tokenizer.TokenizerJSON, seen.Format)
	require.Equal(t, 6, seen.Size)
	require.Equal(t, []string{"[CLS]", "[SEP]"}, seen.Around)
	require.Equal(t, sampledText{Text: "a b", Tokens: []string{"[CLS]", "a", "[UNK]", "[SEP]"}, IDs: []int{2, 5, 1, 3}, Decoded: "a"}, seen.Sample)
	require.Contains(t, string(seen.Parts.Model), `"unk_token": "[UNK]"`)
	require.Contains(t, string(seen.Parts.PreTokenizer), "BertPreTokenizer")
	require.Equal(t, numberedToken{4, "[MASK]"}, seen.Longest[0])
}

// Files of other kinds are read too, and named.
func TestTokenizerFormats(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("bert", 0o777))
	require.NoError(t, os.WriteFile("bert/vocab.txt", []byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n"), 0o666))
	require.Contains(t, ok(t, "tokenizer", "inspect", "bert"), "bert: vocab.txt of WordPiece, 6 tokens")
	require.Equal(t, "2 5 3\n", ok(t, "tokenizer", "encode", "--tokenizer", "bert", "A", "--ids"))

	require.NoError(t, os.Mkdir("gpt2", 0o777))
	require.NoError(t, os.WriteFile("gpt2/vocab.json", []byte(`{"a": 0, "b": 1, "ab": 2}`), 0o666))
	require.NoError(t, os.WriteFile("gpt2/merges.txt", []byte("#version: 0.2\na b\n"), 0o666))
	require.Contains(t, ok(t, "tokenizer", "inspect", "gpt2"), "vocab.json and merges.txt of byte-level BPE")

	var ranks strings.Builder
	for b := range 256 {
		fmt.Fprintf(&ranks, "%s %d\n", base64.StdEncoding.EncodeToString([]byte{byte(b)}), b)
	}
	ranks.WriteString("IGE= 256\n") // " a"
	for _, file := range []string{"cl100k_base.tiktoken", "llama3/tokenizer.model"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte(ranks.String()), 0o666))
		require.Contains(t, ok(t, "tokenizer", "inspect", file), file+": ranks of tiktoken, ")
		require.Equal(t, "97 256\n", ok(t, "tokenizer", "encode", "--tokenizer", file, "a a", "--ids"))
		require.Equal(t, "a a\n", ok(t, "tokenizer", "decode", "--tokenizer", file, "97", "256"))
	}
	require.Equal(t, "266\n", ok(t, "tokenizer", "encode", "--tokenizer", "llama3", "<|eot_id|>", "--ids"))
}

func TestOutline(t *testing.T) {
	for raw, want := range map[string]string{
		"":     "none",
		"null": "none",
		`{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "Replace", "content": "x", "pattern": {"String": "y"}}]}`: `NFD, then Replace (content="x", pattern={"String":"y"})`,
		`{"type": "Precompiled", "precompiled_charsmap": "` + strings.Repeat("A", 70) + `"}`:                                      `Precompiled (precompiled_charsmap="` + strings.Repeat("A", 59) + "… (72 characters))",
	} {
		require.Equal(t, want, outline(json.RawMessage(raw)))
	}
}

// An interruption leaves what was there before, and nothing half done.
func TestTokenizerInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.txt", []byte(english), 0o666))
	ok(t, "tokenizer", "train", "--size", "257", "a.txt")
	before := content(t, usualTokenizer)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var said bytes.Buffer
	require.Equal(t, interrupted, run(ctx, []string{"tokenizer", "train", "--size", "300", "a.txt"}, io.Discard, &said))
	require.Equal(t, "demo: interrupted: "+usualTokenizer+" is as it was before\n", said.String())
	said.Reset()
	require.Equal(t, interrupted, run(ctx, []string{"tokenizer", "train", "--out", "t.json", "a.txt"}, io.Discard, &said))
	require.Equal(t, "demo: interrupted: nothing was kept, and there is no t.json\n", said.String())
	require.Equal(t, before, content(t, usualTokenizer))
	files, err := os.ReadDir(filepath.Dir(usualTokenizer))
	require.NoError(t, err)
	require.Len(t, files, 1)
	said.Reset()
	require.Equal(t, interrupted, run(ctx, []string{"tokenizer", "encode", "--file", "a.txt"}, io.Discard, &said))
	require.Equal(t, "demo: interrupted\n", said.String())
}
