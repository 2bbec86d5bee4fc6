package tokenizer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"
)

// allBytes is ranks of the 256 bytes, a line each.
func allBytes() []byte {
	var lines strings.Builder
	for b := range 256 {
		fmt.Fprintf(&lines, "%s %d\n", base64.StdEncoding.EncodeToString([]byte{byte(b)}), b)
	}
	return []byte(lines.String())
}

// vocabularyOf is the vocabulary of a model, and its merges.
func vocabularyOf(t *testing.T, name string) (vocab map[string]int, merges []string) {
	var file struct {
		Model struct {
			Vocab  map[string]int
			Merges [][2]string
		}
	}
	require.NoError(t, json.Unmarshal(unzipped(t, "testdata/hf/"+name+".tokenizer.json.gz"), &file))
	for _, m := range file.Model.Merges {
		merges = append(merges, m[0]+" "+m[1])
	}
	return file.Model.Vocab, merges
}

func write(t *testing.T, folder, name string, text []byte) {
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
}

var loaded = []string{"The Café isn't far: 3,000 m! 我住在巷尾。", " [MASK] two  spaces\n\n", "<s>x</s><mask>"}

func same(t *testing.T, want, got *Tokenizer) {
	for _, text := range loaded {
		a, err := want.Encode(text)
		require.NoError(t, err)
		b, err := got.Encode(text)
		require.NoError(t, err)
		require.Equal(t, a, b)
		require.Equal(t, want.Decode(a.IDs), got.Decode(b.IDs))
	}
}

// TestLoadVocabTxt: BERT's files make what its tokenizer.json makes.
func TestLoadVocabTxt(t *testing.T) {
	vocab, _ := vocabularyOf(t, "wp_zh_lower")
	tokens := make([]string, len(vocab))
	for token, id := range vocab {
		tokens[id] = token
	}
	folder := t.TempDir()
	write(t, folder, "vocab.txt", []byte(strings.Join(tokens, "\n")+"\n"))
	write(t, folder, "tokenizer_config.json", []byte(`{"do_lower_case": true, "tokenizer_class": "BertTokenizer", "unk_token": "[UNK]"}`))
	got, err := Load(folder)
	require.NoError(t, err)
	same(t, golden(t, "wp_zh_lower"), got)
}

// TestLoadCleanUp: spaces are cleaned up where transformers 5.24 does, whose answers
// these are.
func TestLoadCleanUp(t *testing.T) {
	folder, gpt2 := t.TempDir(), t.TempDir()
	write(t, folder, "vocab.txt", []byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n'\ndo\n.\n"))
	write(t, gpt2, "vocab.json", []byte(`{"x": 0, "Ġ": 1, ".": 2, "Ġ.": 3}`))
	write(t, gpt2, "merges.txt", []byte("#version: 0.2\nĠ .\n"))
	const corrupt = `, "clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output": true`
	for _, c := range []struct{ folder, config, want string }{
		{folder, `{}`, "do ' do."}, {folder, `{"clean_up_tokenization_spaces": false}`, "do ' do."},
		{folder, `{"clean_up_tokenization_spaces": true}`, "do'do."}, {gpt2, `{}`, "x ."},
		{gpt2, `{"clean_up_tokenization_spaces": true}`, "x ."}, {gpt2, `{"clean_up_tokenization_spaces": true` + corrupt + `}`, "x."},
	} {
		write(t, c.folder, "tokenizer_config.json", []byte(c.config))
		made, err := Load(c.folder)
		require.NoError(t, err)
		ids, err := made.EncodeIDs(map[string]string{folder: "do ' do .", gpt2: "x ."}[c.folder])
		require.NoError(t, err)
		require.Equal(t, c.want, made.Decode(ids), c.config)
	}
}

// TestLoadVocabMerges: RoBERTa's files make what its tokenizer.json makes.
func TestLoadVocabMerges(t *testing.T) {
	vocab, merges := vocabularyOf(t, "bl_roberta")
	text, err := json.Marshal(vocab)
	require.NoError(t, err)
	folder := t.TempDir()
	write(t, folder, "vocab.json", text)
	write(t, folder, "merges.txt", []byte("#version: 0.2\n"+strings.Join(merges, "\n")+"\n"))
	want := golden(t, "bl_roberta")
	added := map[string]any{}
	for _, a := range want.AddedTokens() {
		added[fmt.Sprint(a.ID)] = a
	}
	config, err := json.Marshal(map[string]any{"tokenizer_class": "RobertaTokenizer", "add_prefix_space": true, "added_tokens_decoder": added})
	require.NoError(t, err)
	write(t, folder, "tokenizer_config.json", config)
	got, err := Load(folder)
	require.NoError(t, err)
	same(t, want, got)
}

// TestRanks: a file of ranks, made of a vocabulary in the order of its merges,
// makes what its tokenizer.json makes, but for special tokens around.
func TestRanks(t *testing.T) {
	vocab, _ := vocabularyOf(t, "bl_llama3")
	bytes := map[rune]byte{}
	for b := range 256 {
		bytes[[]rune(decoder.Letters([]byte{byte(b)}))[0]] = byte(b)
	}
	var lines []string
	for token, id := range vocab {
		var text []byte
		for _, r := range token {
			text = append(text, bytes[r])
		}
		lines = append(lines, fmt.Sprintf("%s %d", base64.StdEncoding.EncodeToString(text), id))
	}
	sort.Strings(lines)
	special := map[string]int{}
	want := golden(t, "bl_llama3")
	for _, a := range want.AddedTokens() {
		special[a.Content] = a.ID
	}
	got, err := ParseRanks([]byte(strings.Join(lines, "\n")), patternCL100K, special)
	require.NoError(t, err)
	want, err = want.With(Options{NoSpecial: true})
	require.NoError(t, err)
	for _, text := range append(loaded, "<|begin_of_text|>a        b", strings.Repeat("=", 100)) {
		a, err := want.EncodeIDs(text)
		require.NoError(t, err)
		b, err := got.EncodeIDs(text)
		require.NoError(t, err)
		require.Equal(t, a, b, text)
	}
	_, err = ParseTiktoken(allBytes(), "cl100k_base")
	require.NoError(t, err)
	_, err = ParseTiktoken(nil, "x")
	require.EqualError(t, err, `tiktoken: there is no encoding "x": want one of ["cl100k_base" "o200k_base" "p50k_base" "p50k_edit" "qwen" "r50k_base"]`)
}

// TestLoadModel: a .model is SentencePiece's, tiktoken's or JSON, by what is in it.
func TestLoadModel(t *testing.T) {
	folder := t.TempDir()
	read := func(text []byte) (*Tokenizer, Format) {
		write(t, folder, "tokenizer.model", text)
		made, err := Load(folder)
		require.NoError(t, err)
		format, file, err := FormatOf(folder)
		require.NoError(t, err)
		require.Equal(t, filepath.Join(folder, "tokenizer.model"), file)
		return made, format
	}
	made, format := read(append(allBytes(), []byte("IGE= 256\n")...))
	require.Equal(t, TiktokenRanks, format)
	ids, err := made.EncodeIDs("a a12<|eot_id|>")
	require.NoError(t, err)
	require.Equal(t, []int{'a', 256, '1', '2', 257 + 9}, ids)
	require.Equal(t, "a a12", made.Decode(ids))
	require.Equal(t, 257+256, made.Size())
	_, found := made.ID("<|reserved_special_token_250|>")
	require.True(t, found)

	spm := unzipped(t, "testdata/hf/spm_bpe_llama.model.gz")
	want, err := ParseSentencePiece(spm)
	require.NoError(t, err)
	made, format = read(spm)
	require.Equal(t, SentencePieceModel, format)
	same(t, want, made)

	made, format = read(unzipped(t, "testdata/hf/made_ctc.tokenizer.json.gz"))
	require.Equal(t, TokenizerJSON, format)
	same(t, golden(t, "made_ctc"), made)

	_, err = ParseLlama3([]byte(strings.Repeat("IGE= 1\n", 128001)))
	require.ErrorContains(t, err, "128001 ranks: Llama 3 has 128000")
}

// TestFormats: what names say goes before what is in a file.
func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       Format
	}{
		{"vocab.txt", "{", VocabTxt}, {"vocab.json", "", VocabMerges}, {"merges.txt", "a b", VocabMerges}, {"qwen.tiktoken", "IQ== 0", TiktokenRanks},
		{"x.json", "", TokenizerJSON}, {"x", "\ufeff{", TokenizerJSON}, {"x", "\n\x0e\n\x05<unk>", SentencePieceModel}, {"x", "IQ== 0\r\nIg== 1", TiktokenRanks},
		{"x", "IQ== 0", TiktokenRanks}, {"x.model", " {", TokenizerJSON},
	} {
		got, err := formatOf(c.name, []byte(c.head))
		require.NoError(t, err)
		require.Equal(t, c.want, got, c)
	}
	for head, want := range map[string]string{
		"": "the file is empty", "IQ== x": `it begins with "IQ== x": not JSON`, "a-word 0": "no line of a token in base64", "\x00": "Protocol Buffers",
	} {
		_, err := formatOf("x.model", []byte(head))
		require.ErrorContains(t, err, want)
	}
	_, _, err := FormatOf(filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "no such file")
}

func TestLoadRefuses(t *testing.T) {
	folder := t.TempDir()
	_, err := Load(folder)
	require.ErrorContains(t, err, "want tokenizer.json, *.model")
	write(t, folder, "a.model", []byte("x"))
	_, err = Load(folder)
	require.ErrorContains(t, err, "not a message of Protocol Buffers")
	write(t, folder, "tokenizer.json", []byte(`{"model": {"type": "BPE", "vocab": {}, "merges": []}, "decoder": {"type": "New"}}`))
	_, err = Load(folder)
	require.ErrorContains(t, err, `decoder: type is "New": it is not supported`)
	write(t, folder, "tokenizer.json", []byte(`{"version": "2.0", "model": {"type": "BPE", "vocab": {}, "merges": []}}`))
	_, err = Load(folder)
	require.ErrorContains(t, err, `version is "2.0"`)
}
