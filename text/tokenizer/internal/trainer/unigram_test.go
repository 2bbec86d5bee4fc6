package trainer

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func (s settings) unigram() Unigram {
	c := Unigram{
		Size: s.VocabSize, Special: s.SpecialTokens, Unknown: s.UnkToken, Alphabet: s.alphabet(), Shrink: s.ShrinkingFactor,
		SubIterations: s.SubIterations, LongestPiece: s.MaxPieceLength, Seeds: 1000000, Workers: 2,
	}
	if c.Shrink == 0 {
		c.Shrink = 0.75
	}
	if c.SubIterations == 0 {
		c.SubIterations = 2
	}
	if c.LongestPiece == 0 {
		c.LongestPiece = 16
	}
	return c
}

// likelihood is the logarithm of the words' probability, summed over their
// segmentations, and that of the best ones.
func likelihood(tokens []string, scores []float64, words []Word) (all, best float64) {
	m := &mixture{words: words, workers: 1}
	for i, token := range tokens {
		m.pieces = append(m.pieces, piece{text: token, score: scores[i]})
	}
	m.prepare()
	l := &lattice{mixture: m, expected: make([]float64, len(tokens))}
	for _, w := range words {
		l.best(w.Text, false)
		best += float64(w.Count) * l.ends[len(w.Text)].score
		l.forward, l.backward = zeros(l.forward, len(w.Text)+1), zeros(l.backward, len(w.Text)+1)
		l.expectLogs(w.Text, 0)
		all += float64(w.Count) * l.forward[len(w.Text)]
	}
	return all, best
}

// The likelihood of the text is the reference's to 0.5 %, and nearly all pieces are.
func TestUnigramFitsAsTheReference(t *testing.T) {
	for _, g := range goldens(t) {
		words := count(t, g.Text, 2)
		for _, want := range g.Unigram {
			got, err := want.Settings.unigram().Learn(words)
			require.NoError(t, err)
			require.Len(t, got.Tokens, len(want.Vocab))
			special := len(want.Settings.SpecialTokens)
			if want.Settings.UnkToken != "" && !slices.Contains(want.Settings.SpecialTokens, want.Settings.UnkToken) {
				special++
			}
			var tokens []string
			var scores []float64
			for i, p := range want.Vocab {
				if i < special {
					require.Equal(t, p.Token, got.Tokens[i])
					require.Equal(t, p.Score, got.Scores[i])
				}
				tokens, scores = append(tokens, p.Token), append(scores, p.Score)
			}
			wantAll, wantBest := likelihood(tokens[special:], scores[special:], words)
			gotAll, gotBest := likelihood(got.Tokens[special:], got.Scores[special:], words)
			common := 0
			for _, token := range got.Tokens {
				if slices.Contains(tokens, token) {
					common++
				}
			}
			t.Logf("%+v: ln P %.1f, reference %.1f; best %.1f, reference %.1f; common %d of %d",
				want.Settings, gotAll, wantAll, gotBest, wantBest, common, len(tokens))
			require.InEpsilon(t, wantAll, gotAll, 0.005)
			require.InEpsilon(t, wantBest, gotBest, 0.005)
			require.Greater(t, common, len(tokens)*95/100)
		}
	}
}

func TestUnigramIsTheSameForAnyWorkers(t *testing.T) {
	words := count(t, goldens(t)[0].Text[:20000], 1)
	c := settings{VocabSize: 500, UnkToken: "<unk>"}.unigram()
	c.Workers = 1
	want, err := c.Learn(words)
	require.NoError(t, err)
	for _, workers := range []int{2, 3, 8, 64} {
		c.Workers = workers
		got, err := c.Learn(words)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// Expectations by products and by logarithms are the same.
func TestExpectationsByLogarithms(t *testing.T) {
	words := count(t, goldens(t)[0].Text[:5000], 1)
	m := &mixture{pieces: settings{VocabSize: 100}.unigram().seeds(words), words: words, workers: 1}
	m.prepare()
	want := m.expect()
	l := &lattice{mixture: m, expected: make([]float64, len(m.pieces))}
	for _, w := range words {
		l.draw(w.Text)
		l.forward, l.backward = zeros(l.forward, len(w.Text)+1), zeros(l.backward, len(w.Text)+1)
		l.expectLogs(w.Text, float64(w.Count))
	}
	for i := range want {
		require.InDelta(t, want[i], l.expected[i], 1e-9*(1+want[i]))
	}
	// A word that no float64 holds is expected by logarithms.
	word := []byte(strings.Repeat("Ω", 3000))
	l.expected = make([]float64, len(m.pieces))
	l.expect(word, 1)
	require.False(t, slices.ContainsFunc(l.expected, math.IsNaN))
}

// The repeated substrings are those that a look at all substrings finds.
func TestRepeatedSubstrings(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 200 {
		var words []Word
		letters := []rune("abé中国😀")[:1+r.IntN(6)]
		seen := map[string]bool{}
		for range 1 + r.IntN(20) {
			var word []rune
			for range 1 + r.IntN(30) {
				word = append(word, letters[r.IntN(len(letters))])
			}
			if !seen[string(word)] {
				seen[string(word)] = true
				words = append(words, Word{[]byte(string(word)), 1})
			}
		}
		longest := 1 + r.IntN(16)
		got := map[string]int64{}
		for _, s := range newSuffixes(words, longest, 2).repeated() {
			require.NotContains(t, got, string(s.text))
			got[string(s.text)] = s.score
		}
		require.Equal(t, slowly(words, longest), got)
	}
}

// slowly counts all substrings, and what each goes on with.
func slowly(words []Word, longest int) map[string]int64 {
	places, next := map[string]int64{}, map[string]map[rune]bool{}
	for _, w := range words {
		text := []rune(string(w.Text))
		for i := range text {
			for end := i + 2; end <= min(len(text), i+longest); end++ {
				s := string(text[i:end])
				if next[s] == nil {
					next[s] = map[rune]bool{}
				}
				places[s]++
				if end < len(text) {
					next[s][text[end]] = true
				} else {
					next[s][0] = true
				}
			}
		}
	}
	found := map[string]int64{}
	for s, n := range places {
		if len(next[s]) > 1 {
			found[s] = n * int64(utf8.RuneCountInString(s))
		}
	}
	return found
}

func TestDigamma(t *testing.T) {
	const gamma = 0.5772156649015329 // Euler's
	for x, want := range map[float64]float64{
		1: -gamma, 0.5: -gamma - 2*math.Ln2, 2: 1 - gamma, 10: 2.251752589066721, 1e6: 13.815510057964191,
	} {
		require.InDelta(t, want, digamma(x), 1e-9)
	}
}

func TestUnigramRefuses(t *testing.T) {
	words := count(t, "a b", 1)
	ok := settings{VocabSize: 10}.unigram()
	for _, change := range []func(*Unigram){
		func(c *Unigram) { c.Size = 0 },
		func(c *Unigram) { c.Shrink = 1 },
		func(c *Unigram) { c.SubIterations = 0 },
		func(c *Unigram) { c.Special = make([]string, 10) },
		func(c *Unigram) { c.Seeds = 0 },
	} {
		c := ok
		change(&c)
		_, err := c.Learn(words)
		require.Error(t, err)
	}
	_, err := ok.Learn(nil)
	require.Error(t, err)
}
