package data_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
)

// numbered are documents of which every token is another, so that where it is from
// can be told; sentences have 1 to longest tokens.
func numbered(t *testing.T, documents, sentences, longest int) (*data.Documents, func(rows int) *data.SentencePairs) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	var tokens []string
	for range documents {
		for range 1 + r.IntN(sentences) {
			for range 1 + r.IntN(longest) {
				word := fmt.Sprintf("t%d", len(tokens))
				tokens = append(tokens, word)
				text.WriteString(word + " ")
			}
			text.WriteString("\n")
		}
		text.WriteString("\n")
	}
	v := pieces(t, tokens...)
	d, err := data.ReadDocuments(strings.NewReader(text.String()), v, nil)
	require.NoError(t, err)
	require.Equal(t, documents, d.Len())
	return d, func(rows int) *data.SentencePairs {
		s, err := data.NewSentencePairs(d, v, 64, rows, 5)
		require.NoError(t, err)
		return s
	}
}

// texts is the two texts of a row, and the checks of its form.
func texts(t *testing.T, b *data.PairBatch, row int) (first, second []int) {
	t.Helper()
	ids, types, seen := b.IDs[row*b.Seq:(row+1)*b.Seq], b.Types[row*b.Seq:(row+1)*b.Seq], b.Seen[row*b.Seq:(row+1)*b.Seq]
	n := slices.Index(seen, false)
	if n < 0 {
		n = b.Seq
	}
	require.Equal(t, 2, ids[0])
	middle := slices.Index(ids, 3)
	require.Equal(t, 3, ids[n-1])
	require.Equal(t, 2, howMany(ids, 3))
	for i := range b.Seq {
		require.Equal(t, i < n, seen[i])
		require.Equal(t, i >= n, ids[i] == 0)
		want := 0
		if i > middle && i < n {
			want = 1
		}
		require.Equal(t, want, types[i])
	}
	require.Greater(t, middle, 1)
	require.Greater(t, n-1, middle+1)
	return ids[1:middle], ids[middle+1 : n-1]
}

// inOrder says whether ids follow each other: pieces of the text as it is.
func inOrder(ids []int) bool {
	for i := 1; i < len(ids); i++ {
		if ids[i] != ids[i-1]+1 {
			return false
		}
	}
	return true
}

// An epoch has each sentence once, in order, as a first text or a second that is
// the next; seconds that are not are of another document. About half are not.
func TestSentencePairs(t *testing.T) {
	d, pairs := numbered(t, 200, 30, 12)
	of := map[int]int{} // token → document
	for i := range d.Len() {
		for _, s := range d.Document(i) {
			for _, id := range s {
				of[id] = i
			}
		}
	}
	s := pairs(8)
	random, all := 0, 0
	var b data.PairBatch
	for epoch := range 6 {
		per, err := s.PerEpoch(epoch)
		require.NoError(t, err)
		covered := map[int]int{}
		for i := range per {
			step := i
			for e := range epoch {
				before, err := s.PerEpoch(e)
				require.NoError(t, err)
				step += before
			}
			at, before, err := s.Epoch(step)
			require.NoError(t, err)
			require.Equal(t, []int{epoch, i}, []int{at, before})
			require.NoError(t, s.Fill(&b, step))
			require.True(t, b.Seq <= 64 && (b.Seq%16 == 0 || b.Seq == 64))
			for row := range b.Rows {
				first, second := texts(t, &b, row)
				require.True(t, inOrder(first) && inOrder(second))
				require.LessOrEqual(t, len(first)+len(second)+3, 64)
				all++
				for _, id := range first {
					covered[id]++
				}
				if b.Next[row] == 1 {
					random++
					require.NotEqual(t, of[first[0]], of[second[0]])
					continue
				}
				require.Equal(t, of[first[0]], of[second[0]])
				require.Greater(t, second[0], first[len(first)-1])
				for _, id := range second {
					covered[id]++
				}
			}
		}
		for id, n := range covered {
			require.Equal(t, 1, n, "token %d, epoch %d", id, epoch)
		}
		require.Greater(t, float64(len(covered)), 0.93*float64(d.Tokens()), "all but what is cut off")
	}
	require.InDelta(t, 0.5, float64(random)/float64(all), 0.1)
}

// Where every chunk has two sentences, half are random, within five standard
// deviations.
func TestHalfAreRandom(t *testing.T) {
	text := strings.Repeat("a a a\nb b b\n\n", 4000)
	v := pieces(t, "a", "b")
	d, err := data.ReadDocuments(strings.NewReader(text), v, nil)
	require.NoError(t, err)
	s, err := data.NewSentencePairs(d, v, 64, 64, 9)
	require.NoError(t, err)
	s.Short = 0
	per, err := s.PerEpoch(0)
	require.NoError(t, err)
	follow := 0
	var b data.PairBatch
	for step := range per {
		require.NoError(t, s.Fill(&b, step))
		follow += howMany(b.Next, 0)
	}
	// A document is one pair that follows, or a random one and then one of its rest,
	// which is a sentence alone: random too.
	require.InDelta(t, 2000, float64(follow), 5*math.Sqrt(4000*0.25))
}

// A batch is a function of its number: asked again, in any order, by another. Epochs
// differ.
func TestSentencePairsResume(t *testing.T) {
	_, pairs := numbered(t, 50, 20, 10)
	one, other := pairs(4), pairs(4)
	var b data.PairBatch
	var all []data.PairBatch
	for step := range 200 {
		require.NoError(t, one.Fill(&b, step))
		all = append(all, data.PairBatch{
			IDs: slices.Clone(b.IDs), Next: slices.Clone(b.Next), Rows: b.Rows, Seq: b.Seq, Tokens: b.Tokens,
		})
	}
	epoch, _, err := one.Epoch(199)
	require.NoError(t, err)
	require.Greater(t, epoch, 1)
	for _, step := range []int{150, 3, 199, 0, 77} {
		require.NoError(t, other.Fill(&b, step))
		require.Equal(t, all[step].IDs, b.IDs)
		require.Equal(t, all[step].Next, b.Next)
	}
	per, err := one.PerEpoch(0)
	require.NoError(t, err)
	require.NotEqual(t, all[0].IDs, all[per].IDs)
}

func TestSentencePairsMistakes(t *testing.T) {
	v := pieces(t, "a", "b")
	read := func(text string) *data.Documents {
		d, err := data.ReadDocuments(strings.NewReader(text), v, nil)
		require.NoError(t, err)
		return d
	}
	two := read("a\n\nb")
	for want, make := range map[string]func() error{
		"pairs: text has one document: want two or more, parted by blank lines, as next sentences that are not the next are taken from another": func() error {
			_, err := data.NewSentencePairs(read("a\nb"), v, 64, 1, 1)
			return err
		},
		"pairs of 4 tokens: want 5 or more, as three are special": func() error {
			_, err := data.NewSentencePairs(two, v, 4, 1, 1)
			return err
		},
		"batch of 0 rows: want at least 1": func() error {
			_, err := data.NewSentencePairs(two, v, 64, 0, 1)
			return err
		},
		"pairs: the tokenizer has ids up to 5, text up to 6: want the one that they were read with": func() error {
			_, err := data.NewSentencePairs(two, pieces(t, "a"), 64, 1, 1)
			return err
		},
		"batch -1: want 0 or more": func() error {
			s, err := data.NewSentencePairs(two, v, 64, 1, 1)
			require.NoError(t, err)
			return s.Fill(new(data.PairBatch), -1)
		},
	} {
		require.EqualError(t, make(), want)
	}
}
