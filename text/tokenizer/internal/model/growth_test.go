package model

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the work of a long word grows with is counted: merges put into the heap,
// at most one a character and two a merge, for which the heap costs log n each; or
// steps in a trie, as many a character as the longest token has, and one.
func TestLongWordsAreNotQuadratic(t *testing.T) {
	const n, longest = 1 << 20, 64
	most := map[string]int{"BPE": 3 * n, "Unigram": (longest + 1) * n, "WordPiece": (longest + 1) * n}
	for name, m := range long(t) {
		for i, word := range []string{strings.Repeat("a", n), strings.Repeat("ab", n/2), letters26(n)} {
			var s Scratch
			pieces, err := m.Append(nil, []byte(word), &s)
			require.NoError(t, err, name)
			require.NotEmpty(t, pieces)
			if i < 2 { // the third may be cut into parts too small for a heap
				require.NotZero(t, s.steps)
			}
			require.LessOrEqual(t, s.steps, most[name], name)
		}
	}
}

// The models under test; all tokens of the first have up to 64 letters.
func long(t testing.TB) map[string]Model {
	bpe := BPESpec{Tokens: strings.Split("abcdefghijklmnopqrstuvwxyz", "")}
	uni := UnigramSpec{Tokens: append([]string{"<unk>"}, bpe.Tokens...), Unknown: 0}
	for size := 1; size < 64; size *= 2 {
		for _, pair := range []string{"aa", "ab", "ba"} {
			half := strings.Repeat(pair, size)[:size]
			other := strings.Repeat(pair, size)[size : 2*size]
			bpe.Tokens = append(bpe.Tokens, half+other)
			bpe.Merges = append(bpe.Merges, [2]string{half, other})
			uni.Tokens = append(uni.Tokens, half+other)
		}
	}
	for i := range uni.Tokens {
		uni.Scores = append(uni.Scores, -float64(i%7))
	}
	ids := make([]int32, len(bpe.Tokens))
	for i := range ids {
		ids[i] = int32(i)
	}
	bpe.IDs = ids
	b, err := NewBPE(bpe)
	require.NoError(t, err)
	u, err := NewUnigram(uni)
	require.NoError(t, err)
	w, err := NewWordPiece(WordPieceSpec{Tokens: bpe.Tokens, IDs: ids, Unknown: "a", Longest: 1 << 30})
	require.NoError(t, err)
	return map[string]Model{"BPE": b, "Unigram": u, "WordPiece": w}
}

func letters26(n int) string {
	r := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}

// Few and many symbols are merged by different loops: they agree.
func TestFewSymbolsMergeAsMany(t *testing.T) {
	m := long(t)["BPE"].(*BPE)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		word := make([]byte, 1+r.IntN(fewSymbols))
		for i := range word {
			word[i] = "aaabbc"[r.IntN(6)]
		}
		var few, many Scratch
		require.NoError(t, m.spell(word, &few))
		require.NoError(t, m.spell(word, &many))
		m.mergeFew(&few)
		m.mergeMany(&many)
		var kept []symbol
		for _, at := range many.symbols {
			if at.length > 0 {
				kept = append(kept, at)
			}
		}
		require.Len(t, kept, len(few.symbols))
		for i, at := range few.symbols {
			require.Equal(t, kept[i].id, at.id, "%s", word)
			require.Equal(t, kept[i].length, at.length, "%s", word)
		}
	}
}

// A word that is cut where nothing joins is merged as one that is not.
func TestCutWordsMergeAsWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	for _, g := range goldens(t) {
		made, err := FromJSON(g.model)
		require.NoError(t, err)
		m, ok := made.(*BPE)
		if !ok || !m.cuts {
			continue
		}
		whole := *m
		whole.cuts = false
		var a, b Scratch
		parts := 0
		for range 3000 {
			var word []byte
			for range 2 + r.IntN(60) {
				word = append(word, string([]rune("aabbcdeéß中文字😀 z🏳")[r.IntN(16)])...)
			}
			want, wantErr := whole.Append(nil, word, &a)
			got, gotErr := m.Append(nil, word, &b)
			require.Equal(t, wantErr == nil, gotErr == nil)
			if wantErr == nil {
				require.Equal(t, want, got, "%s: %q", g.name, word)
			}
			require.Len(t, got, len(want))
			if m.part(word) < len(word) {
				parts++
			}
		}
		require.Positive(t, parts, g.name)
	}
}

func TestAppendAllocatesNothing(t *testing.T) {
	for _, g := range goldens(t)[:20] {
		m, err := FromJSON(g.model)
		require.NoError(t, err)
		var words [][]byte
		for _, c := range g.cases {
			if c.pieces != nil { // an error is allocated
				words = append(words, []byte(c.word))
			}
		}
		var s Scratch
		var pieces []Piece
		split := func() {
			for _, word := range words {
				pieces, err = m.Append(pieces[:0], word, &s)
				require.NoError(t, err)
			}
		}
		for range 3 {
			split()
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 20 {
			for _, word := range words {
				pieces, _ = m.Append(pieces[:0], word, &s)
			}
		}
		runtime.ReadMemStats(&after)
		require.Less(t, after.Mallocs-before.Mallocs, uint64(20), g.name)
	}
}

// A cache that is full forgets, and goes on.
func TestCacheIsBounded(t *testing.T) {
	m := long(t)["Unigram"]
	var s Scratch
	var pieces, want []Piece
	for i := range 100000 {
		word := []byte(fmt.Sprintf("ab%xcdefg", i))
		var err error
		pieces, err = m.Append(pieces[:0], word, &s)
		require.NoError(t, err)
		if i%1000 == 0 {
			want, err = m.Append(want[:0], word, &Scratch{})
			require.NoError(t, err)
			require.Equal(t, want, pieces)
		}
	}
	require.LessOrEqual(t, cap(s.words.words), 2*cacheWords)
	require.LessOrEqual(t, cap(s.words.pieces), 2*cachePieces)
}
