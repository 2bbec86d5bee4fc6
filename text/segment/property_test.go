package segment

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func gold(t testing.TB) [][]string {
	f, err := os.Open(filepath.Join("testdata", "dev.words"))
	require.NoError(t, err)
	defer f.Close()
	g, err := ReadGold(f)
	require.NoError(t, err)
	return g
}

// allOf are all segmenters that leave out nothing but white space.
func allOf(g [][]string) map[string]Segmenter {
	d := NewDictionaryOf(g)
	return map[string]Segmenter{
		"whitespace": Whitespace{}, "punctuation": Punctuation{}, "forward": Forward{d}, "backward": Backward{d}, "two-way": TwoWay{d},
		"hmm": TrainHMM(g), "ngram": TrainNgram(g, nil), "perceptron": TrainPerceptron(g, 2, 1),
		"of nothing": TrainNgram(nil, nil), "hmm of nothing": TrainHMM(nil), "perceptron of nothing": TrainPerceptron(nil, 2, 1),
	}
}

// whatever the text, its words are all of it but white space.
func complete(t *testing.T, name, text string, words []string) {
	require.Equal(t, strings.Join(strings.FieldsFunc(text, space), ""), strings.Join(words, ""), name)
	for _, w := range words {
		require.NotEmpty(t, w, name)
		require.NotContains(t, w, " ", name)
	}
}

func FuzzSegment(f *testing.F) {
	all := allOf(gold(f))
	for _, text := range []string{
		"", " ", "然而，这样的处理也衍生了一些问题。", "West Side Story（西城故事）", "20%的3.14 don't A-AVG", "a\xff\xfe中\xe4\xb8", "\u200b\u3000　中 文\n",
		"é́́", "%％100%%", "ภาษาไทย", "👩‍👩‍👧中", strings.Repeat("中", 2500), strings.Repeat("国 ", 50) + strings.Repeat("a", 3000),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, s := range all {
			complete(t, name, text, s.Segment(text))
		}
	})
}

func TestMaximumMatching(t *testing.T) {
	d := NewDictionary()
	for _, w := range []string{"研究", "研究生", "生命", "命", "起源", "的", "南京", "南京市", "市长", "长江", "长江大桥", "大桥"} {
		require.NoError(t, d.Add(w, 1))
	}
	const text = "研究生命的起源"
	require.Equal(t, []string{"研究生", "命", "的", "起源"}, Forward{d}.Segment(text))
	require.Equal(t, []string{"研究", "生命", "的", "起源"}, Backward{d}.Segment(text))
	require.Equal(t, []string{"研究", "生命", "的", "起源"}, TwoWay{d}.Segment(text))
	require.Equal(t, []string{"南京市", "长江大桥"}, TwoWay{d}.Segment("南京市长江大桥"))
	require.Equal(t, []string{"研究", "生", "A4", "命"}, Forward{d}.Segment("研究 生A4命"), "not over white space")
	require.NoError(t, d.Add("A", 1))
	require.Equal(t, []string{"ABC"}, Backward{d}.Segment("ABC"), "not inside an atom")
}

// Backward is Forward on everything mirrored.
func TestBackwardIsForwardMirrored(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) string {
		s := make([]rune, n)
		for i := range s {
			s[i] = '一' + rune(random.IntN(3))
		}
		return string(s)
	}
	mirror := func(s string) string {
		r := []rune(s)
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
		return string(r)
	}
	for range 300 {
		d, mirrored := NewDictionary(), NewDictionary()
		for range 8 {
			w := draw(1 + random.IntN(4))
			d.add(w, 1)
			mirrored.add(mirror(w), 1)
		}
		text := draw(1 + random.IntN(20))
		want := Forward{mirrored}.Segment(mirror(text))
		found := Backward{d}.Segment(text)
		require.Len(t, found, len(want))
		for i, w := range found {
			require.Equal(t, mirror(w), want[len(want)-1-i])
		}
	}
}

// cuts calls use with the ends of every way to cut n atoms.
func cuts(n int, use func(ends []int)) {
	for set := range 1 << (n - 1) {
		var ends []int
		for i := range n - 1 {
			if set>>i&1 == 1 {
				ends = append(ends, i+1)
			}
		}
		use(append(ends, n))
	}
}

// The HMM finds the likeliest of all cuts, which are tried here one by one.
func TestHMMIsTheBest(t *testing.T) {
	h := TrainHMM(gold(t))
	for _, text := range []string{"然而这样的处理", "他在2004年提出了", "杜鹃花为温带植物", "鑫淼", "的"} {
		c := newCut(text)
		most, want := math.Inf(-1), []int(nil)
		cuts(len(c.atoms), func(ends []int) {
			p, before, from := 0.0, -1, 0
			for _, e := range ends {
				for i := from; i < e; i++ {
					tag := tagOf(i-from, e-from)
					if before < 0 {
						p += h.first[tag]
					} else {
						p += h.moves[before][tag]
					}
					p += h.of(c.atoms[i].symbol)[tag]
					before = tag
				}
				from = e
			}
			if p > most {
				most, want = p, ends
			}
		})
		require.Equal(t, c.words(want), h.Segment(text))
	}
}

// So does the n-gram.
func TestNgramIsTheBest(t *testing.T) {
	m := TrainNgram(gold(t), nil)
	for _, text := range []string{"然而这样的处理也", "他在2004年提出了构想", "杜鹃花为温带植物", "鑫淼焱垚", "的"} {
		c := newCut(text)
		most, want := math.Inf(-1), []int(nil)
		cuts(len(c.atoms), func(ends []int) {
			p, before, from := 0.0, noWord, 0
			for _, e := range ends {
				node := noWord
				word := text[c.atoms[from].from:c.atoms[e-1].to]
				alone := m.unknown
				if m.words.Count(word) > 0 {
					node = m.words.node(word)
					alone = m.single[node]
				} else {
					if e-from > longestUnknown {
						return
					}
					alone += m.spell(c.atoms[from:e])
				}
				p += m.after(before, node, alone)
				before, from = node, e
			}
			if p > most {
				most, want = p, ends
			}
		})
		require.Equal(t, c.words(want), m.Segment(text))
	}
}

// What may come after a word, known and unknown, has probability 1 together.
func TestNgramIsADistribution(t *testing.T) {
	extra := NewDictionary()
	extra.add("鑫淼", 3)
	extra.add("焱", 1)
	for _, m := range []*Ngram{TrainNgram(gold(t), nil), TrainNgram(gold(t), extra)} {
		for _, v := range []string{"的", "，", "问题", "鑫淼"} {
			if m.words.Count(v) == 0 {
				continue
			}
			sum := math.Exp(m.rest[m.words.node(v)] + m.unknown)
			for _, w := range m.words.Words() {
				node := m.words.node(w)
				sum += math.Exp(m.after(m.words.node(v), node, m.single[node]))
			}
			require.InDelta(t, 1, sum, 1e-9, v)
		}
	}
}

func TestHMMIsADistribution(t *testing.T) {
	h := TrainHMM(gold(t))
	sum := math.Exp(h.first[begin]) + math.Exp(h.first[alone])
	require.InDelta(t, 1, sum, 1e-12)
	for tag := range tags {
		moves, emits := 0.0, math.Exp(h.unseen[tag])
		for to := range tags {
			moves += math.Exp(h.moves[tag][to])
		}
		for _, e := range h.emits {
			emits += math.Exp(e[tag])
		}
		require.InDelta(t, 1, moves, 1e-12)
		require.InDelta(t, 1, emits, 1e-9)
	}
}

func TestPerceptronLearnsItsLessons(t *testing.T) {
	g := gold(t)
	p := TrainPerceptron(g, 20, 1)
	s, err := EvaluateSegmenter(g, p, nil)
	require.NoError(t, err)
	require.Greater(t, s.F1(), 0.995)
	require.True(t, reflect.DeepEqual(p, TrainPerceptron(g, 20, 1)), "the same bits from the same seed")
}
