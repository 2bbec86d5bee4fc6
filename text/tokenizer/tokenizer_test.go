package tokenizer

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func golden(t testing.TB, name string) *Tokenizer {
	tok, err := Parse(unzipped(t, "testdata/hf/"+name+".tokenizer.json.gz"))
	require.NoError(t, err)
	return tok
}

// TestManyGoroutines: one tokenizer serves many at once, and a batch is in order.
func TestManyGoroutines(t *testing.T) {
	tok := golden(t, "bl_llama3")
	var texts []string
	for i := range 200 {
		texts = append(texts, fmt.Sprint(strings.Repeat("word ", i%17), i))
	}
	want := make([]*Encoding, len(texts))
	for i, text := range texts {
		var err error
		want[i], err = tok.Encode(text)
		require.NoError(t, err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			got, err := tok.EncodeBatch(texts)
			if err != nil || len(got) != len(want) {
				panic(err)
			}
			for i := range got {
				if fmt.Sprint(got[i].IDs) != fmt.Sprint(want[i].IDs) {
					panic(texts[i])
				}
			}
		})
	}
	all.Wait()
	pairs, err := tok.EncodePairBatch([][2]string{{texts[1], texts[2]}})
	require.NoError(t, err)
	one, err := tok.EncodePair(texts[1], texts[2])
	require.NoError(t, err)
	require.Equal(t, one, pairs[0])
}

func TestBatchError(t *testing.T) {
	tok := golden(t, "wp_zh_lower")
	short, err := tok.With(Options{Truncation: &Truncation{MaxLength: 3, Strategy: "OnlySecond"}})
	require.NoError(t, err)
	_, err = short.EncodeBatch([]string{"a b c", "b b b b"})
	require.EqualError(t, err, "text 0: tokenizer: truncation: the second text is to be cut: there is only one")
}

func TestOptionsRefused(t *testing.T) {
	tok := golden(t, "wp_zh_lower")
	for problem, o := range map[string]Options{
		`truncation: strategy is "": want "LongestFirst", "OnlyFirst" or "OnlySecond"`: {Truncation: &Truncation{MaxLength: 5}},
		`truncation: direction is "up": want "Right" or "Left"`:                        {Truncation: &Truncation{Strategy: "OnlyFirst", Direction: "up"}},
		"truncation: stride is 3: want at most the 2 tokens that are left beside special ones": {
			Truncation: &Truncation{MaxLength: 4, Stride: 3, Strategy: "LongestFirst"},
		},
		"truncation: max_length is -1: want 0 or more": {Truncation: &Truncation{MaxLength: -1}},
		"padding: pad_id is -1: want an id":            {Padding: &Padding{ID: -1}},
	} {
		_, err := tok.With(o)
		require.EqualError(t, err, problem)
	}
}

// TestBytesThatAreNoText count as U+FFFD, and offsets are still those of the bytes.
func TestBytesThatAreNoText(t *testing.T) {
	tok := golden(t, "bl_llama3")
	broken, err := tok.Encode("a\xFFb")
	require.NoError(t, err)
	whole, err := tok.Encode("a\uFFFDb")
	require.NoError(t, err)
	require.Equal(t, whole.IDs, broken.IDs)
	require.Equal(t, [2]int{2, 3}, broken.Bytes[broken.Len()-1])
	require.Equal(t, [2]int{2, 3}, broken.Runes[broken.Len()-1])
}

// TestLongWords: a word of a megabyte takes about eight times the memory and the
// tokens of one of an eighth. (Work itself is counted in package model.)
func TestLongWords(t *testing.T) {
	for _, name := range []string{"bl_llama3", "ms_llama2", "wp_zh_lower", "made_albert"} {
		tok := golden(t, name)
		tokens := func(n int) int {
			ids, err := tok.EncodeIDs(strings.Repeat("abcdefgh", n/8))
			require.NoError(t, err)
			return len(ids)
		}
		small, large := tokens(1<<17), tokens(1<<20)
		require.LessOrEqual(t, large, 8*small+8, name)
	}
	runtime.GC()
}
