package segment_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/segment"
)

// excerpt is the gold sentences in testdata.
func excerpt(t testing.TB, name string) [][]string {
	f, err := os.Open(filepath.Join("testdata", name+".words"))
	require.NoError(t, err)
	defer f.Close()
	gold, err := segment.ReadGold(f)
	require.NoError(t, err)
	return gold
}

// whole is the gold sentences of the whole treebank, where GAZE_SHARED says.
func whole(t testing.TB, name string) [][]string {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		t.Skip("GAZE_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(shared, "data", "ud_chinese_gsdsimp", name+".words.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	gold, err := segment.ReadGold(z)
	require.NoError(t, err)
	return gold
}

// named is a segmenter, and the F1 in percent that it reached when last changed,
// of the excerpt and of the whole.
type named struct {
	name           string
	segmenter      segment.Segmenter
	excerpt, whole float64
}

// trained are the segmenters for Chinese, trained on sentences.
func trained(gold [][]string) []named {
	d := segment.NewDictionaryOf(gold)
	return []named{
		{"forward", segment.Forward{Dictionary: d}, 63.12, 67.82},
		{"backward", segment.Backward{Dictionary: d}, 62.81, 67.53},
		{"two-way", segment.TwoWay{Dictionary: d}, 62.81, 67.53},
		{"HMM", segment.TrainHMM(gold), 77.58, 79.98},
		{"n-gram", segment.TrainNgram(gold, nil), 81.71, 84.96},
		{"perceptron", segment.TrainPerceptron(gold, 10, 1), 81.46, 84.66},
	}
}

// github.com/go-ego/gse v0.80.3 has an F1 of 78.89 on the whole, with its own
// dictionary of 350,000 words (bench/peers/gse).
func TestScores(t *testing.T) {
	train, test := excerpt(t, "dev"), excerpt(t, "test")
	for _, s := range trained(train) {
		score, err := segment.EvaluateSegmenter(test, s.segmenter, segment.NewDictionaryOf(train))
		require.NoError(t, err)
		t.Logf("%-10s %s", s.name, score)
		require.InDelta(t, s.excerpt, 100*score.F1(), 0.2, s.name)
	}
}

func TestScoresOfTheWhole(t *testing.T) {
	train, test := whole(t, "dev"), whole(t, "test")
	for _, s := range trained(train) {
		score, err := segment.EvaluateSegmenter(test, s.segmenter, segment.NewDictionaryOf(train))
		require.NoError(t, err)
		t.Logf("%-10s %s", s.name, score)
		require.InDelta(t, s.whole, 100*score.F1(), 0.2, s.name)
	}
}

// A dictionary of all words that are to be found, without sentences of them, is
// worth most of what can be had.
func TestNgramWithADictionary(t *testing.T) {
	train, test := excerpt(t, "dev"), excerpt(t, "test")
	all := segment.NewDictionaryOf(test)
	without, err := segment.EvaluateSegmenter(test, segment.TrainNgram(train, nil), all)
	require.NoError(t, err)
	with, err := segment.EvaluateSegmenter(test, segment.TrainNgram(train, all), all)
	require.NoError(t, err)
	t.Log(with)
	require.Greater(t, with.F1(), without.F1()+0.1)
	require.Greater(t, with.F1(), 0.9)
}

func BenchmarkSegment(b *testing.B) {
	train, test := excerpt(b, "dev"), excerpt(b, "test")
	var texts []string
	size := 0
	for _, words := range test {
		texts = append(texts, segment.Text(words))
		size += len(texts[len(texts)-1])
	}
	for _, s := range trained(train) {
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, text := range texts {
					s.segmenter.Segment(text)
				}
			}
		})
	}
}
