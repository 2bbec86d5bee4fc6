package tokenizer

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const prose = "The quick brown fox jumps over the lazy dog.\nThe lazy dog sleeps; the quick fox does not!\n" +
	"Über 中文 and 😀 the <pad> quickest foxes & dogs > cats\n"

func TestTrainedTokenizersRoundTrip(t *testing.T) {
	text := strings.Repeat(prose, 20)
	bytes, err := TrainBPE(BPEConfig{
		Training: Training{Steps: ByteLevelSteps(), Size: 400, Alphabet: ByteLevelAlphabet(), Special: []string{"<pad>"}},
	}, strings.NewReader(text))
	require.NoError(t, err)
	pieces, err := TrainUnigram(NewUnigramConfig(100), strings.NewReader(text))
	require.NoError(t, err)
	for name, file := range map[string][]byte{"BPE": bytes, "Unigram": pieces} {
		tok, err := Parse(file)
		require.NoError(t, err, name)
		for _, line := range strings.Split(strings.TrimSpace(prose), "\n") {
			line = strings.ReplaceAll(line, "<pad>", "")
			line = strings.Join(strings.Fields(line), " ")
			e, err := tok.Encode(line)
			require.NoError(t, err, name)
			require.Less(t, len(e.IDs), len(line))
			back := tok.Decode(e.IDs)
			require.Equal(t, line, back, name)
		}
	}
	tok, err := Parse(bytes)
	require.NoError(t, err)
	require.Equal(t, []AddedToken{{ID: 0, Content: "<pad>", Special: true}}, tok.AddedTokens())
	require.LessOrEqual(t, tok.Size(), 400)
	require.Contains(t, string(bytes), `"content":"<pad>"`)
}

func TestTrainWordPieceKnowsItsWords(t *testing.T) {
	file, err := TrainWordPiece(NewWordPieceConfig(300), strings.NewReader(strings.Repeat(prose, 20)))
	require.NoError(t, err)
	tok, err := Parse(file)
	require.NoError(t, err)
	e, err := tok.Encode("The QUICK foxes, über 中文 z")
	require.NoError(t, err)
	require.Equal(t, []string{"the", "quick", "foxes", "[UNK]", "uber", "中", "文", "z"}, e.Tokens)
	for id, token := range []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"} {
		got, ok := tok.ID(token)
		require.True(t, ok)
		require.Equal(t, id, got)
	}
}

// Files and readers are one text, and progress is told.
func TestTrainingReadsFiles(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	require.NoError(t, os.WriteFile(a, []byte("one two two"), 0o600))
	require.NoError(t, os.WriteFile(b, []byte("three three three\n"), 0o600))
	steps := Steps{PreTokenizer: json.RawMessage(`{"type":"WhitespaceSplit"}`)}
	said := map[string]int{}
	c := BPEConfig{Training: Training{Steps: steps, Size: 40, Files: []string{a, b}, Progress: func(step string, done, total int) { said[step] = done }}}
	got, err := TrainBPE(c, strings.NewReader("two"))
	require.NoError(t, err)
	require.Equal(t, len("one two two")+len("three three three\n")+len("two"), said["count"])
	require.Positive(t, said["learn"])
	want, err := TrainBPE(BPEConfig{Training: Training{Steps: steps, Size: 40, Workers: 3}},
		strings.NewReader("one two two\nthree three three\ntwo"))
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestTrainingRefuses(t *testing.T) {
	text := strings.NewReader("a b")
	ok := Training{Size: 30}
	for _, c := range []BPEConfig{
		{},
		{Training: Training{Size: 10, Special: []string{""}}},
		{Training: ok, MinFrequency: -1},
		{Training: ok, Unknown: "?"},
		{Training: Training{Size: 30, Files: []string{filepath.Join(t.TempDir(), "none")}}},
		{Training: Training{Size: 30, Steps: Steps{Normalizer: json.RawMessage(`{"type":"Foo"}`)}}},
		{Training: Training{Size: 30, Steps: Steps{PreTokenizer: json.RawMessage(`{"type":"Foo"}`)}}},
		{Training: Training{Size: 30, Steps: Steps{Decoder: json.RawMessage(`{"type":"Foo"}`)}}},
	} {
		_, err := TrainBPE(c, text)
		require.Error(t, err, "%+v", c)
	}
	_, err := TrainWordPiece(WordPieceConfig{Training: ok}, text)
	require.Error(t, err)
	c := NewWordPieceConfig(30)
	c.Special = nil
	_, err = TrainWordPiece(c, text)
	require.ErrorContains(t, err, "[UNK]")
	_, err = TrainUnigram(UnigramConfig{Training: ok}, text)
	require.Error(t, err)
}

// Enclosed texts have the ids that training gave the special tokens.
func TestTrainWordPieceEncloses(t *testing.T) {
	config := NewWordPieceConfig(300)
	require.NoError(t, config.Enclose("[CLS]", "[SEP]"))
	require.ErrorContains(t, config.Enclose("<s>", "[SEP]"), "want two of the special tokens")
	file, err := TrainWordPiece(config, strings.NewReader(strings.Repeat(prose, 20)))
	require.NoError(t, err)
	tok, err := Parse(file)
	require.NoError(t, err)
	e, err := tok.EncodePair("the quick", "fox")
	require.NoError(t, err)
	require.Equal(t, []string{"[CLS]", "the", "quick", "[SEP]", "fox", "[SEP]"}, e.Tokens)
	require.Equal(t, []int{2, 3, 3}, []int{e.IDs[0], e.IDs[3], e.IDs[5]})
}
