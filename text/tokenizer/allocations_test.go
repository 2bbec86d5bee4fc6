//go:build !race

// The race detector allocates, and its sync.Pool forgets at random.

package tokenizer

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/mallocs"
)

// goldens are all tokenizers of testdata/hf, by name.
func goldens(t *testing.T) map[string]*Tokenizer {
	t.Helper()
	list := map[string]*Tokenizer{}
	for suffix, parse := range map[string]func([]byte) (*Tokenizer, error){
		".tokenizer.json.gz": Parse, ".model.gz": ParseSentencePiece,
	} {
		files, err := filepath.Glob("testdata/hf/*" + suffix)
		require.NoError(t, err)
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), suffix)
			list[name], err = parse(unzipped(t, file))
			require.NoError(t, err, name)
		}
	}
	require.GreaterOrEqual(t, len(list), 17)
	return list
}

// counted is how many allocations one of so many calls of encode makes, on all
// goroutines: less than one a call is Go's own, as in testing.AllocsPerRun.
func counted[T any](t *testing.T, calls int, encode func() (T, error)) int {
	t.Helper()
	return int(mallocs.Fewest(calls, func() {
		if _, err := encode(); err != nil {
			panic(err)
		}
	})) / calls
}

// An Encoding is four allocations: itself, its numbers, its offsets, its tokens.
const encodingAllocates = 4

// TestAllocations: encoding allocates what it returns, an Encoding or a slice of ids,
// and nothing else. Tokens are strings of the vocabulary or, where they are unknown
// to a Unigram or were added, parts of the text or what normalizing made of them once.
func TestAllocations(t *testing.T) {
	text := "The quick brown fox, 1234 of them; 我住在巷尾。 naïve café Café New York x龘靐y"
	for name, tok := range goldens(t) {
		require.Equal(t, encodingAllocates, counted(t, 100, func() (*Encoding, error) { return tok.Encode(text) }), name)
		require.Equal(t, 1, counted(t, 100, func() ([]int, error) { return tok.EncodeIDs(text) }), name)
	}
}

// TestAllocationsOfBatches: two workers allocate what they return, and a batch the
// list of that and what it takes to start a worker.
func TestAllocationsOfBatches(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	const batch, most = 100, 16
	texts := make([]string, batch)
	for i := range texts {
		texts[i] = strings.Repeat("naïve 我住 café, ", 1+i%7)
	}
	for name, tok := range goldens(t) {
		n := counted(t, 10, func() ([]*Encoding, error) { return tok.EncodeBatch(texts) })
		require.LessOrEqual(t, n, batch*encodingAllocates+most, name)
		n = counted(t, 10, func() ([][]int, error) { return tok.EncodeIDsBatch(texts) })
		require.LessOrEqual(t, n, batch+most, name)
	}
}

// TestAllocationsOfTokens: a token that is written neither in the vocabulary nor in
// the text is one string of the result, and nothing else is.
func TestAllocationsOfTokens(t *testing.T) {
	list := goldens(t)
	for _, c := range []struct {
		name, text string
		token      string
		strings    int
	}{
		{"made_albert", "an ABC in", " abc ", 1}, // with the spaces around it, in small letters
		{"made_albert", "an abc in", " abc ", 0}, // as it is in the text
		{"made_gpt4o", "an ABC in", " ABC ", 0},  // not normalized
		{"made_albert", "Café", "cafe", 0},       // what normalizing made of what was added
		{"made_albert", "x龘靐y", "龘靐", 0},         // unknown, as it is in the text
		{"made_albert", "xႠy", "ⴀ", 1},           // unknown, in small letters
	} {
		tok := list[c.name]
		e, err := tok.Encode(c.text)
		require.NoError(t, err)
		require.Contains(t, e.Tokens, c.token, "%s: %q", c.name, e.Tokens)
		n := counted(t, 100, func() (*Encoding, error) { return tok.Encode(c.text) })
		require.Equal(t, encodingAllocates+c.strings, n, "%s: %q", c.name, c.text)
		require.Equal(t, 1, counted(t, 100, func() ([]int, error) { return tok.EncodeIDs(c.text) }), "%s: %q", c.name, c.text)
	}
}
