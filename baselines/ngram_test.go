package baselines_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/baselines"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

func tokens(t testing.TB, ids []int, vocab int) data.Tokens {
	t.Helper()
	all, err := data.NewTokens(ids, vocab)
	require.NoError(t, err)
	return all
}

func train(t testing.TB, text data.Tokens, order int) *baselines.Ngram {
	t.Helper()
	m, err := baselines.TrainNgram(text, order)
	require.NoError(t, err)
	return m
}

// lumpy is a text in which much repeats.
func lumpy(n, vocab int, seed uint64) []int {
	r := rand.New(rand.NewPCG(seed, 1))
	ids := make([]int, n)
	for i := range ids {
		if i > 8 && r.IntN(3) > 0 {
			ids[i] = ids[i-1-r.IntN(8)]
		} else {
			ids[i] = int(float64(vocab) * r.Float64() * r.Float64())
		}
	}
	return ids
}

// The model is the formulas, whatever the history: seen, unseen, short or none.
func TestNgramIsTheFormulas(t *testing.T) {
	for _, order := range []int{1, 2, 3, 5} {
		for _, n := range []int{1, 4, 40, 600} {
			const vocab = 9
			ids := lumpy(n, vocab-1, uint64(n)) // 8 does not occur
			m := train(t, tokens(t, ids, vocab), order)
			want := newPlain(ids, vocab, order)
			require.Equal(t, len(want.grams), m.Size())
			r := rand.New(rand.NewPCG(3, uint64(order)))
			probs := make([]float64, vocab)
			for range 60 {
				history := make([]int, r.IntN(order+3))
				for i := range history {
					history[i] = r.IntN(vocab)
				}
				if at := r.IntN(n); r.IntN(2) == 0 {
					history = ids[max(0, at-len(history)):at]
				}
				require.NoError(t, m.Probs(history, probs))
				last := history[max(0, len(history)-(order-1)):]
				for w, p := range probs {
					require.InDelta(t, want.prob(last, w), p, 1e-14, "order %d, %v → %d", order, history, w)
					got, err := m.LogProb(history, w)
					require.NoError(t, err)
					require.Equal(t, math.Log(p), got)
				}
			}
		}
	}
}

// What may follow has probability 1 together, after any history.
func TestNgramSumsToOne(t *testing.T) {
	const vocab = 300
	text := tokens(t, lumpy(5_000, vocab, 1), vocab)
	for _, m := range []*baselines.Ngram{train(t, text, 4), train(t, text, 1), train(t, text, 32)} {
		r := rand.New(rand.NewPCG(1, 1))
		probs := make([]float64, vocab)
		for range 100 {
			at := r.IntN(text.Len() - 6)
			history := text.Slice(at, at+r.IntN(6)).IDs()
			if len(history) > 0 && r.IntN(3) == 0 {
				history[r.IntN(len(history))] = r.IntN(vocab)
			}
			require.NoError(t, m.Probs(history, probs))
			var sum float64
			for _, p := range probs {
				require.Greater(t, p, 0.0, "nothing is impossible")
				sum += p
			}
			require.InDelta(t, 1, sum, 1e-12)
		}
	}
}

func TestNgramIsBounded(t *testing.T) {
	text := tokens(t, lumpy(5_000, 300, 1), 300)
	size := train(t, text, 4).Size()
	m, err := baselines.TrainBounded(text, 4, size)
	require.NoError(t, err)
	require.Equal(t, size, m.Size())
	_, err = baselines.TrainBounded(text, 4, 2_000)
	require.ErrorContains(t, err, "ngram: more than 2000 different n-grams up to order 4 in the first ")
	require.ErrorContains(t, err, " tokens: use a lower order or less text")
}

func TestNgramOfOneToken(t *testing.T) {
	m := train(t, tokens(t, []int{0, 0, 0, 0}, 1), 3)
	p, err := m.Perplexity(tokens(t, []int{0, 0, 0}, 1))
	require.NoError(t, err)
	require.InDelta(t, 1, p, 1e-15)
}

// The mean of what LogProb says of each token but the first.
func TestCrossEntropy(t *testing.T) {
	m := train(t, tokens(t, lumpy(500, 20, 1), 20), 3)
	ids := lumpy(50, 20, 2)
	var want float64
	for i := 1; i < len(ids); i++ {
		p, err := m.LogProb(ids[:i], ids[i])
		require.NoError(t, err)
		want -= p / float64(len(ids)-1)
	}
	got, err := m.CrossEntropy(tokens(t, ids, 20))
	require.NoError(t, err)
	require.InDelta(t, want, got, 1e-13)
	perplexity, err := m.Perplexity(tokens(t, ids, 20))
	require.NoError(t, err)
	require.InDelta(t, math.Exp(want), perplexity, 1e-11)
}

// The loss on nanoGPT's split of Tiny Shakespeare, in nats a character, and that
// longer histories help until they are too rare.
func TestShakespeare(t *testing.T) {
	training, validation, _ := shakespeare(t)
	before := math.Inf(1)
	for i, want := range []float64{3.34730, 2.48352, 2.03808, 1.71902, 1.56113, 1.52259} {
		m := train(t, training, i+1)
		got, err := m.CrossEntropy(validation)
		require.NoError(t, err)
		require.InDelta(t, want, got, 1e-5, "order %d", i+1)
		require.Less(t, got, before)
		before = got
	}
}

func shakespeare(t testing.TB) (training, validation data.Tokens, v *tokenizer.Characters) {
	t.Helper()
	v, err := tokenizer.NewCharacters(corpora.TinyShakespeare())
	require.NoError(t, err)
	all, err := data.EncodeText(corpora.TinyShakespeare(), v)
	require.NoError(t, err)
	training, validation, err = data.Split(all, 0.9)
	require.NoError(t, err)
	return training, validation, v
}

// The same seed gives the same text, and its n-grams are the model's: a model of
// what was drawn thinks of the text as the first one does.
func TestSample(t *testing.T) {
	text := tokens(t, lumpy(2_000, 12, 1), 12)
	m := train(t, text, 2)
	ids, err := m.Sample([]int{3}, 100_000, 7)
	require.NoError(t, err)
	again, err := train(t, text, 2).Sample([]int{3}, 100, 7)
	require.NoError(t, err)
	require.Equal(t, ids[:100], again)
	other, err := m.Sample([]int{3}, 100, 8)
	require.NoError(t, err)
	require.NotEqual(t, ids[:100], other)

	var seen [12][12]float64
	for i := 1; i < len(ids); i++ {
		seen[ids[i-1]][ids[i]]++
	}
	probs := make([]float64, 12)
	for h := range seen {
		var n float64
		for _, c := range seen[h] {
			n += c
		}
		if n < 100 {
			continue
		}
		require.NoError(t, m.Probs([]int{h}, probs))
		for w, p := range probs {
			require.InDelta(t, p, seen[h][w]/n, 5*math.Sqrt(p*(1-p)/n)+1e-3, "%d → %d", h, w)
		}
	}
}

func TestSampleContinues(t *testing.T) {
	v, err := tokenizer.NewCharacters("ab\n")
	require.NoError(t, err)
	text, err := data.EncodeText(strings.Repeat("ab\n", 100), v)
	require.NoError(t, err)
	prompt, err := v.Encode("ab")
	require.NoError(t, err)
	ids, err := train(t, text, 3).Sample(prompt, 7, 1)
	require.NoError(t, err)
	require.Equal(t, "\nab\nab\n", v.Decode(ids))
	ids, err = train(t, text, 3).Sample(nil, 0, 1)
	require.NoError(t, err)
	require.Empty(t, ids)
}

func TestNgramRefuses(t *testing.T) {
	text := tokens(t, []int{1, 2, 3}, 5)
	for _, order := range []int{0, -1, 33} {
		_, err := baselines.TrainNgram(text, order)
		require.ErrorContains(t, err, ": want 1 to 32")
	}
	_, err := baselines.TrainNgram(data.Tokens{}, 3)
	require.EqualError(t, err, "ngram: there are no tokens: want a text that is not empty")
	_, err = baselines.TrainNgram(tokens(t, []int{1}, 1<<32), 3)
	require.EqualError(t, err, "ngram: 1 tokens of a vocabulary of 4294967296: want less than 2³² of each")

	m := train(t, text, 2)
	_, err = m.LogProb([]int{0, 5}, 1)
	require.EqualError(t, err, "ngram: history[1] is 5: want 0 to 4")
	_, err = m.LogProb([]int{-1, 0, 0, 0}, 1)
	require.EqualError(t, err, "ngram: history[0] is -1: want 0 to 4")
	_, err = m.LogProb(nil, 5)
	require.EqualError(t, err, "ngram: id is 5: want 0 to 4")
	require.EqualError(t, m.Probs(nil, make([]float64, 4)), "ngram: probs [4]: want [5], one of each id")
	require.ErrorContains(t, m.Probs([]int{9}, make([]float64, 5)), "history[0] is 9")
	_, err = m.CrossEntropy(tokens(t, []int{1}, 5))
	require.EqualError(t, err, "ngram: 1 tokens: want at least 2, one to predict the other from")
	_, err = m.Perplexity(tokens(t, []int{1, 2}, 6))
	require.EqualError(t, err, "ngram: tokens of a vocabulary of 6: want 5, as trained")
	_, err = m.Sample([]int{7}, 1, 1)
	require.EqualError(t, err, "ngram: history[0] is 7: want 0 to 4")
	_, err = m.Sample(nil, -1, 1)
	require.EqualError(t, err, "ngram: -1 tokens: want 0 or more")
}

// One model serves several goroutines.
func TestNgramShared(t *testing.T) {
	text := tokens(t, lumpy(500, 20, 1), 20)
	m := train(t, text, 3)
	want, err := m.Sample(nil, 100, 1)
	require.NoError(t, err)
	var wait sync.WaitGroup
	got := make([][]int, 4)
	for i := range got {
		wait.Go(func() { got[i], _ = m.Sample(nil, 100, 1) })
	}
	wait.Wait()
	for _, g := range got {
		require.Equal(t, want, g)
	}
}
