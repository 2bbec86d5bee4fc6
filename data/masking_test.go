package data_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// pieces is BERT's tokenizer of these tokens after the special ones.
func pieces(t testing.TB, tokens ...string) *tokenizer.Tokenizer {
	t.Helper()
	vocab := append([]string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}, tokens...)
	made, err := tokenizer.ParseVocabTxt([]byte(strings.Join(vocab, "\n")+"\n"), nil)
	require.NoError(t, err)
	return made
}

// many are n tokens of their own.
func many(n int) (tokens []string) {
	for i := range n {
		tokens = append(tokens, "w"+string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	return tokens
}

// Of each text max(1, round(0.15·n)) tokens are hidden, none of them special; each
// place is as likely as any other, and 80, 10 and 10 % become the mask, a token
// drawn and themselves, within five standard deviations.
func TestMaskingCounts(t *testing.T) {
	const texts, n = 4000, 60
	m, err := data.NewMasking(pieces(t, many(200)...), 7)
	require.NoError(t, err)
	places, mask, same, drawn := make([]int, n), 0, 0, map[int]int{}
	for text := range texts {
		ids, labels := make([]int, n), make([]int, n)
		for i := range ids {
			ids[i] = 5 + (i*31+text)%200
		}
		ids[0], ids[30], ids[n-1], ids[40] = 2, 3, 3, 1
		was, hidden := slices.Clone(ids), 0
		require.NoError(t, m.Apply(ids, labels, nil, uint64(text)))
		for i := range ids {
			if labels[i] == data.Ignore {
				require.Equal(t, was[i], ids[i])
				continue
			}
			require.GreaterOrEqual(t, was[i], 5, "special tokens are never hidden")
			require.Equal(t, was[i], labels[i])
			hidden++
			places[i]++
			switch ids[i] {
			case 4:
				mask++
			case was[i]:
				same++
			default:
				drawn[ids[i]]++
			}
		}
		require.Equal(t, 9, hidden)
	}
	near := func(got int, p, of float64) {
		require.InDelta(t, of*p, float64(got), 5*math.Sqrt(of*p*(1-p)))
	}
	others := 0
	for id, k := range drawn {
		require.GreaterOrEqual(t, id, 5, "special tokens are never drawn")
		others += k
	}
	require.Len(t, drawn, 200, "all others are")
	near(mask, 0.8, 9*texts)
	near(same, 0.1+0.1/200, 9*texts) // what is drawn may be the same
	near(others, 0.1*199/200, 9*texts)
	for i, k := range places {
		if i != 0 && i != 30 && i != 40 && i != n-1 {
			near(k, 9./56, texts)
		}
	}
}

func TestMaskingLengths(t *testing.T) {
	m, err := data.NewMasking(pieces(t, many(9)...), 1)
	require.NoError(t, err)
	for n, want := range map[int]int{3: 1, 4: 1, 10: 2, 20: 3, 30: 4, 128: 19, 512: 77} {
		ids, labels := make([]int, n), make([]int, n)
		for i := range ids {
			ids[i] = 5 + i%9
		}
		require.NoError(t, m.Apply(ids, labels, nil))
		require.Equal(t, want, n-howMany(labels, data.Ignore), "%d tokens", n)
	}
	ids, labels := []int{2, 3, 3}, make([]int, 3)
	require.NoError(t, m.Apply(ids, labels, nil))
	require.Equal(t, []int{-100, -100, -100}, labels, "there is nothing to hide")
}

func howMany(list []int, x int) (n int) {
	for _, y := range list {
		if x == y {
			n++
		}
	}
	return n
}

// A name draws the same each time, another name or seed otherwise.
func TestMaskingIsNamed(t *testing.T) {
	apply := func(seed uint64, name ...uint64) []int {
		m, err := data.NewMasking(pieces(t, many(50)...), seed)
		require.NoError(t, err)
		ids, labels := make([]int, 100), make([]int, 100)
		for i := range ids {
			ids[i] = 5 + i%50
		}
		require.NoError(t, m.Apply(ids, labels, nil, name...))
		return append(ids, labels...)
	}
	first := apply(1, 2, 3)
	require.Equal(t, first, apply(1, 2, 3))
	for _, other := range [][]int{apply(2, 2, 3), apply(1, 3, 3), apply(1, 2, 4), apply(1, 2)} {
		require.NotEqual(t, first, other)
	}
}

// With Whole all tokens of a word are hidden or none, and never more than are to be.
func TestMaskingWholeWords(t *testing.T) {
	m, err := data.NewMasking(pieces(t, many(50)...), 3)
	require.NoError(t, err)
	m.Whole = true
	full := 0
	for text := range 2000 {
		ids, labels, joined := make([]int, 64), make([]int, 64), make([]bool, 64)
		for i := range ids {
			ids[i], joined[i] = 5+i%50, i%7 > 3 || i%11 == 5
		}
		ids[20] = 3 // a special token parts words, whatever is said of it
		require.NoError(t, m.Apply(ids, labels, joined, uint64(text)))
		for i := 1; i < 64; i++ {
			if joined[i] && i != 20 && i != 21 {
				require.Equal(t, labels[i-1] == data.Ignore, labels[i] == data.Ignore, "text %d, token %d", text, i)
			}
		}
		hidden := 64 - howMany(labels, data.Ignore)
		require.LessOrEqual(t, hidden, 10)
		if hidden == 10 {
			full++
		}
	}
	require.Equal(t, 2000, full, "there are words of one token for what is left")
}

func TestMaskingMistakes(t *testing.T) {
	without, err := tokenizer.ParseVocabTxt([]byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n"), nil)
	require.NoError(t, err)
	if _, there := without.ID("[MASK]"); !there {
		_, err = data.NewMasking(without, 1)
		require.EqualError(t, err, "masking: the tokenizer has no token [MASK]")
	}
	_, err = data.NewMasking(pieces(t), 1)
	require.EqualError(t, err, "masking: the tokenizer has no token that is not special")
	m, err := data.NewMasking(pieces(t, "a"), 1)
	require.NoError(t, err)
	require.EqualError(t, m.Apply([]int{5, 6}, make([]int, 2), nil), "masking: ids[1] is 6: want 0 to 5")
	m.Rate = math.NaN()
	require.EqualError(t, m.Apply([]int{5}, make([]int, 1), nil), "masking: rate NaN: want above 0 and below 1")
}
