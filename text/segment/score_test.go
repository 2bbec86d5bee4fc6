package segment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/segment"
)

func TestEvaluate(t *testing.T) {
	gold := [][]string{{"研究", "生命", "的", "起源"}, {"好"}}
	known := segment.NewDictionaryOf([][]string{{"研究", "的", "好"}})
	s, err := segment.Evaluate(gold, [][]string{{"研究生", "命", "的", "起", "源"}, {"好"}}, known)
	require.NoError(t, err)
	require.Equal(t, segment.Score{Gold: 5, Found: 6, Correct: 2, New: 2, NewHit: 0}, s)
	require.InDelta(t, 2./6, s.Precision(), 1e-15)
	require.InDelta(t, 2./5, s.Recall(), 1e-15)
	require.InDelta(t, 4./11, s.F1(), 1e-15)
	require.InDelta(t, 2./5, s.OOVRate(), 1e-15)
	require.InDelta(t, 2./3, s.IVRecall(), 1e-15)
	s, err = segment.Evaluate(gold, gold, known)
	require.NoError(t, err)
	require.Equal(t, "P 100.00  R 100.00  F1 100.00  R-OOV 100.00  R-IV 100.00", s.String())
	require.Zero(t, segment.Score{}.F1())

	_, err = segment.Evaluate(gold, gold[:1], nil)
	require.EqualError(t, err, "segment: 1 sentences: want 2, as many as gold ones")
	_, err = segment.Evaluate(gold, [][]string{{"研究"}, {"好"}}, nil)
	require.EqualError(t, err, `segment: sentence 1: the words are "研究": want cuts of "研究生命的起源"`)
}

func TestText(t *testing.T) {
	words := []string{"M", "17", "却", "West", "Side", "（", "A", "）", "20%", "的"}
	text := segment.Text(words)
	require.Equal(t, "M 17却West Side（A）20%的", text)
	require.Equal(t, strings.Join(words, ""), strings.ReplaceAll(text, " ", ""))
	require.Equal(t, "M 17 却", segment.Join(words[:3]))
}

func TestReadDictionary(t *testing.T) {
	d, err := segment.ReadDictionary(strings.NewReader("\ufeff的 318825 uj\n\n研究\n研究 2 v\n零 0\n"))
	require.NoError(t, err)
	require.Equal(t, []string{"的", "研究", "零"}, d.Words())
	require.EqualValues(t, 3, d.Count("研究"))
	require.EqualValues(t, 0, d.Count("研"))
	require.EqualValues(t, 318829, d.Total())
	require.Equal(t, 3, d.Len())
	for text, want := range map[string]string{
		"的 1\n研究 many":             `line 2: count "many": want a whole number`,
		"a\xff":                    "segment: line 1 is not UTF-8",
		"a 99999999999999999":      `line 1: segment: word "a": count 99999999999999999: want 1 to 1099511627776`,
		strings.Repeat("a", 2<<20): "segment: line 1: bufio.Scanner: token too long",
	} {
		_, err := segment.ReadDictionary(strings.NewReader(text))
		require.EqualError(t, err, want)
	}
	require.EqualError(t, segment.NewDictionary().Add("", 1), `segment: word "": want characters, in UTF-8`)
}

func TestRules(t *testing.T) {
	require.Equal(t, []string{"Don't", "pay", "3.14", ",", "she", "said", "…", "20%", "!", "!"},
		segment.Punctuation{}.Segment("Don't pay 3.14, she\tsaid… 20%!!"))
	require.Equal(t, []string{"Don't", "pay,", "中文"}, segment.Whitespace{}.Segment(" Don't pay,\u3000中文\n"))
	r, err := segment.NewRegexp(`\p{Han}|[\p{L}\p{N}]+|`)
	require.NoError(t, err)
	require.Equal(t, []string{"中", "文", "GPT2"}, r.Segment("中文, GPT2!"))
	_, err = segment.NewRegexp(`(?=a)`)
	require.ErrorContains(t, err, "segment: error parsing regexp")
}
