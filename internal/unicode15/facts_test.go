package unicode15

import (
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// unzip reads a file of facts.
func unzip(t *testing.T, name string) (facts map[string]json.RawMessage) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	require.NoError(t, json.NewDecoder(z).Decode(&facts))
	return facts
}

// characters are all code points but surrogates.
func characters(do func(r rune)) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) {
			do(r)
		}
	}
}

func TestClassesAreTheFacts(t *testing.T) {
	facts := unzip(t, "unicode_facts.json.gz")
	for name, is := range map[string]func(rune) bool{
		"L": Letter, "N": Number, "P": Punctuation, "s": Space, "bert_space": Space, "bert_punct": BertPunctuation,
		"bert_to_space": BertSpace, "bert_removed": BertRemoved, "bert_cjk": CJK,
	} {
		var ranges [][2]rune
		require.NoError(t, json.Unmarshal(facts[name], &ranges), name)
		characters(func(r rune) {
			for len(ranges) > 0 && ranges[0][1] < r {
				ranges = ranges[1:]
			}
			want := len(ranges) > 0 && ranges[0][0] <= r
			if is(r) != want {
				t.Errorf("%s: U+%X: want %v", name, r, want)
			}
		})
	}
}

func TestMapsAreTheFacts(t *testing.T) {
	var maps map[string]map[string]string
	require.NoError(t, json.Unmarshal(unzip(t, "unicode_facts.json.gz")["maps"], &maps))
	made := func(f Form) func(rune) string {
		return func(r rune) string { return string(f.Append(nil, []byte(string(r)))) }
	}
	for name, become := range map[string]func(rune) string{
		"nfc": made(NFC), "nfd": made(NFD), "nfkc": made(NFKC), "nfkd": made(NFKD),
		"lower": func(r rune) string {
			if s := Lower(r); s != "" {
				return s
			}
			return string(r)
		},
		"nmt": func(r rune) string {
			switch {
			case NmtRemoved(r):
				return ""
			case NmtSpace(r):
				return " "
			}
			return string(r)
		},
	} {
		characters(func(r rune) {
			want, found := maps[name][strconv.Itoa(int(r))]
			if !found {
				want = string(r)
			}
			if have := become(r); have != want {
				t.Errorf("%s: U+%X: want %+q, have %+q", name, r, want, have)
			}
		})
	}
}

// Where both know all characters, the forms are x/text's.
func TestFormsOfMarksInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aeoAäạç각가각ΑΩωがかじ\u0301\u0308\u0323\u0327\u0345\u0315\u031b\u3099\u0338=<ﬁ①")
	other := map[Form]norm.Form{NFC: norm.NFC, NFD: norm.NFD, NFKC: norm.NFKC, NFKD: norm.NFKD}
	for range 20000 {
		text := make([]rune, random.IntN(12))
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		for f, n := range other {
			require.Equal(t, n.String(string(text)), string(f.Append(nil, []byte(string(text)))), "form %d of %+q", f, string(text))
		}
	}
}

func TestGrapheme(t *testing.T) {
	for text, want := range map[string]int{
		"a": 1, "ab": 1, "\r\nx": 2, "\n\u0301": 1, "e\u0301\u0323x": 5, "\u0600a": 3, "각": 3, "\u1100\u1161\u11a8\u1100": 9,
		"🇩🇪🇫": 8, "👩\u200d🚒x": 11, "a\u200d🚒": 4, "\u0301\u0301a": 4, "中文": 3,
	} {
		require.Equal(t, want, Grapheme([]byte(text)), "%+q", text)
	}
}

func TestNamed(t *testing.T) {
	han, found := Named("Han")
	require.True(t, found)
	require.Contains(t, han, Range{0x4E00, 0x9FFF})
	loose, found := NamedLike("old hungarian")
	require.True(t, found)
	require.NotEmpty(t, loose)
	_, found = Named("Klingon")
	require.False(t, found)
	characters(func(r rune) {
		if In(han, r) != slices.ContainsFunc(han, func(c Range) bool { return c.First <= r && r <= c.Last }) {
			t.Errorf("U+%X: In is wrong", r)
		}
	})
	require.False(t, In(nil, 'a') || In(han, -1))
	require.Equal(t, "Kk\u212a", Fold('k'))
	require.Empty(t, Fold('中'))
}

func TestClassesOfACategory(t *testing.T) {
	for name, is := range map[string]func(rune) bool{"Nd": Digit, "Cc": Control} {
		ranges, found := Named(name)
		require.True(t, found)
		characters(func(r rune) {
			if is(r) != In(ranges, r) {
				t.Errorf("%s: U+%X", name, r)
			}
		})
	}
	for r, want := range map[rune]rune{'A': 'a', 'a': 'a', 'İ': 'i', 'Σ': 'σ', '中': '中', -1: -1} {
		require.Equal(t, want, LowerRune(r))
	}
}

func TestNoCodePoint(t *testing.T) {
	for _, r := range []rune{-1, 0x110000, 1 << 30} {
		require.False(t, Letter(r) || Space(r) || CJK(r))
		require.Equal(t, Cn, CategoryOf(r))
		require.Empty(t, Lower(r))
	}
}

func BenchmarkForms(b *testing.B) {
	for name, text := range map[string]string{
		"english": "Before we proceed any further, hear me speak.", "chinese": "床前明月光,疑是地上霜。", "french": "Où est l’été passé, ça?",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			var dst []byte
			for b.Loop() {
				dst = NFC.Append(dst[:0], []byte(text))
			}
		})
	}
}
