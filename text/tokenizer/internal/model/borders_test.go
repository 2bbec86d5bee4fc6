package model

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// Words of bytes that are cut are merged as those that are not, by merges drawn at
// random: across characters, within them, of tokens that no merge makes, with
// letters that are no tokens.
func TestCutBytesMergeAsWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 15))
	letters := strings.Split("äåæÐ½¿Ģģĥab", "")
	strange := append([]string{"ç", "ľ", "z", "中"}, letters...)
	cut := 0
	for range 400 {
		m := drawn(t, r, letters)
		require.True(t, m.cuts)
		require.NotNil(t, m.joints.borders.blocks)
		whole := *m
		whole.cuts = false
		var a, b Scratch
		for range 100 {
			from := [][]string{letters, strange}[r.IntN(2)]
			var word []byte
			for range 1 + r.IntN(40) {
				word = append(word, from[r.IntN(len(from))]...)
			}
			want, err := whole.Append(nil, word, &a)
			require.NoError(t, err)
			got, err := m.Append(nil, word, &b)
			require.NoError(t, err)
			require.Len(t, got, len(want))
			if len(want) > 0 {
				require.Equal(t, want, got, "%s", word)
			}
			if len(word) > shortWord && m.part(word) < len(word) {
				cut++
			}
		}
	}
	require.Greater(t, cut, 5000)
}

// drawn is a BPE of letters with merges at random.
func drawn(t *testing.T, r *rand.Rand, letters []string) *BPE {
	spec := BPESpec{Tokens: append([]string{"<unk>"}, letters...), IgnoreMerges: r.IntN(2) == 0, FuseUnknown: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		spec.Unknown = &spec.Tokens[0]
	}
	made := map[string]bool{}
	for range r.IntN(80) {
		left, right := spec.Tokens[r.IntN(len(spec.Tokens))], spec.Tokens[r.IntN(len(spec.Tokens))]
		if token := left + right; !made[token] && len(token) < 30 {
			made[token] = true
			spec.Tokens = append(spec.Tokens, token)
			spec.Merges = append(spec.Merges, [2]string{left, right})
		}
	}
	for range 5 { // whole words that nothing is merged to
		token := strings.Repeat(letters[r.IntN(len(letters))], 9+r.IntN(3))
		if !made[token] {
			made[token] = true
			spec.Tokens = append(spec.Tokens, token)
		}
	}
	m, err := NewBPE(spec)
	require.NoError(t, err)
	return m
}

// The same with vocabularies in use, found in the folder that GAZE_SHARED names,
// on words:
// of texts in English and Chinese, of letters at random, and of their own tokens,
// one behind the other, in words longer than a cache remembers.
func TestCutWordsMergeAsWholeInUse(t *testing.T) {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		t.Skip("GAZE_SHARED is not set")
	}
	r := rand.New(rand.NewPCG(12, 13))
	texts := [][]rune{
		[]rune(string(unzipped(t, filepath.Join(shared, "data", "cpp_polyphone", "test.sent.gz")))),
		[]rune(string(unzipped(t, filepath.Join(shared, "data", "wikitext2", "test.txt.gz")))),
	}
	for _, name := range []string{"bl_gpt2", "bl_llama3", "bl_qwen", "bl_roberta", "ms_llama2"} {
		m := shown(t, filepath.Join(shared, "vectors", "hf_tokenizers", name+".tokenizer.json.gz")).(*BPE)
		require.True(t, m.cuts)
		whole := *m
		whole.cuts = false
		var a, b Scratch
		parts := 0
		for i := range 30000 {
			word := wordInUse(m, texts, r, i)
			want, err := whole.Append(nil, word, &a)
			require.NoError(t, err)
			got, err := m.Append(nil, word, &b)
			require.NoError(t, err)
			require.Equal(t, want, got, "%s: %q", name, word)
			if len(word) > 0 && m.part(word) < len(word) {
				parts++
			}
		}
		require.Greater(t, parts, 10000, name)
	}
}

// wordInUse is a word in the letters of m.
func wordInUse(m *BPE, texts [][]rune, r *rand.Rand, i int) (word []byte) {
	if i%4 == 3 {
		for range 1 + r.IntN(12) {
			token, _ := m.Token(r.IntN(m.Size()))
			word = append(word, token...)
		}
		return word
	}
	var text string
	if i%4 == 2 {
		for range 1 + r.IntN(40) {
			text += string(rune([]int{r.IntN(0x250), 0x4E00 + r.IntN(0x5200), r.IntN(0x10000), r.IntN(0x20000)}[r.IntN(4)]))
		}
	} else {
		from := texts[i%2][r.IntN(len(texts[i%2])-100):]
		text = string(from[:1+r.IntN(80)])
	}
	if m.joints.borders.blocks == nil {
		return []byte(text)
	}
	return spelling(text)
}

// spelling is a text in the letters of byte-level vocabularies.
func spelling(text string) (word []byte) {
	for _, b := range []byte(text) {
		letter := rune(b)
		switch {
		case b <= ' ':
			letter += 256
		case b >= 0x7F && b <= 0xA0:
			letter = rune(b) - 0x7F + 256 + 33
		case b == 0xAD:
			letter = 256 + 67
		}
		word = utf8.AppendRune(word, letter)
	}
	return word
}
