package clean

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDuplicatesAreThoseOfAMap(t *testing.T) {
	d, err := NewDuplicates(0)
	require.NoError(t, err)
	seen := map[string]bool{}
	random := rand.New(rand.NewPCG(3, 4))
	for range 200000 {
		text := fmt.Sprint(random.IntN(100000))
		require.Equal(t, !seen[text], d.Keep(text))
		seen[text] = true
	}
	for range 2 {
		require.True(t, d.Keep(""))
		require.True(t, d.Keep(" "))
	}
}

// It forgets, but never the half that was seen last, and its memory is what it says.
func TestDuplicatesForget(t *testing.T) {
	const most = 1000
	d, err := NewDuplicates(most)
	require.NoError(t, err)
	for i := range 50000 {
		require.True(t, d.Keep(fmt.Sprint(i)))
		for _, ago := range []int{1, most / 8} {
			if i >= ago {
				require.False(t, d.Keep(fmt.Sprint(i-ago)), "%d texts ago", ago)
			}
		}
		require.LessOrEqual(t, int64(16*(cap(d.young.slots)+cap(d.old.slots))), d.Bytes())
	}
	require.True(t, d.Keep("1"), "it was long ago")
	for i := range most / 2 {
		require.True(t, d.Keep(fmt.Sprint("new ", i)))
	}
	for i := range most / 2 {
		require.False(t, d.Keep(fmt.Sprint("new ", i)))
	}
}

// words are a text of n words, each i-th of them changed to another at a rate.
func words(n int, seed uint64, rate float64) string {
	random, change := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, uint64(1+1e6*rate)))
	var b strings.Builder
	for range n {
		w := random.IntN(5000)
		if change.Float64() < rate {
			w = 5000 + change.IntN(5000)
		}
		fmt.Fprintf(&b, "w%dx ", w*7919)
	}
	return b.String()
}

// jaccard is the index itself, of sets of shingles.
func jaccard(a, b string) float64 {
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		r := []rune(strings.ToLower(strings.Join(strings.Fields(s), " ")))
		for i := shingle; i <= len(r); i++ {
			m[string(r[i-shingle:i])] = true
		}
		return m
	}
	x, y := set(a), set(b)
	both := 0
	for k := range x {
		if y[k] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// The estimate is within four standard errors of the index.
func TestMinHashEstimatesJaccard(t *testing.T) {
	h := newHasher(1)
	for i, rate := range []float64{0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1} {
		for seed := range uint64(20) {
			a, b := strings.TrimSpace(words(150, seed, 0)), strings.TrimSpace(words(150, seed, rate))
			var x, y signature
			h.sign(a, &x)
			h.sign(b, &y)
			j := jaccard(a, b)
			require.InDelta(t, j, x.alike(&y), 4*math.Sqrt(j*(1-j)/minHashes)+1e-12, "%d %d", i, seed)
		}
	}
}

func TestNearDuplicates(t *testing.T) {
	d, err := NewNearDuplicates(0.8, 500, 1)
	require.NoError(t, err)
	found, far := 0, 0
	for seed := range uint64(400) {
		original := words(100, seed, 0)
		require.True(t, d.Keep(original), "unlike all before")
		require.False(t, d.Keep(strings.ToUpper(original)+"  "), "the same")
		for _, rate := range []float64{0.005, 0.3} {
			other := words(100, seed, rate)
			j := jaccard(original, other)
			kept := d.Keep(other)
			switch {
			case j > 0.9:
				found++
				require.False(t, kept, "alike by %v", j)
			case j < 0.65:
				far++
				require.True(t, kept, "alike by %v", j)
			}
		}
	}
	require.Greater(t, found, 300)
	require.Greater(t, far, 300)
	require.True(t, d.Keep(words(100, 3, 0)), "500 texts ago")
	for range 2 {
		require.True(t, d.Keep("too short"))
	}
	same, err := NewNearDuplicates(0.8, 500, 1)
	require.NoError(t, err)
	require.Equal(t, d.hash, same.hash)
}

// A band's lists are those of the texts in the ring, whatever was forgotten.
func TestBandsForgetWhatTheRingDoes(t *testing.T) {
	d, err := NewNearDuplicates(0.9, 7, 1)
	require.NoError(t, err)
	for seed := range uint64(200) {
		d.Keep(words(30, seed%9, 0.3*float64(seed%4)))
		for i := range d.bands {
			b := &d.bands[i]
			listed := map[int32]bool{}
			for slot, at := range b.heads {
				for ; at != none; at = b.before[at] {
					require.False(t, listed[at])
					listed[at] = true
					require.Equal(t, slot, b.slot(d.rowsOf(i, &d.texts[at])))
				}
			}
			require.Len(t, listed, d.count)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for text, want := range map[string]string{
		"Hello 你好": "Latin", "你好世界 hi": "Han", "12 !": "", "привет": "Cyrillic", "ᚠᚢᚦ": "Other", "ありがとう": "Hiragana",
	} {
		got, share := ScriptOf(text)
		require.Equal(t, want, got, text)
		require.Equal(t, want == "", share == 0)
	}
	_, share := ScriptOf("Hello 你好")
	require.InDelta(t, 5./7, share, 1e-15)
	s, err := NewScripts(0.5, "zh", "latin")
	require.NoError(t, err)
	for text, want := range map[string]bool{"你好 мир": false, "你好 world": true, "привет": false, "42": true, "ありがとう": false} {
		require.Equal(t, want, s.Keep(text), text)
	}
	garay, share := ScriptOf("\U00010D4A\U00010D50") // in Unicode since version 16
	require.Equal(t, "Other", garay)
	require.Equal(t, 1., share)
}

// What the comments say of the usual sizes.
func TestMemorySaid(t *testing.T) {
	d, err := NewDuplicates(0)
	require.NoError(t, err)
	require.EqualValues(t, 128<<20, d.Bytes())
	n, err := NewNearDuplicates(0.8, 0, 1)
	require.NoError(t, err)
	require.InDelta(t, 72e6, n.Bytes(), 1e6)
}
