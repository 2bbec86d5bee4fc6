package segment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/segment"
)

// Scores of the gold tags give the gold words back, where no word ends inside an atom
// of the text.
func TestCutByScores(t *testing.T) {
	cut := 0
	for _, words := range excerpt(t, "dev") {
		text := segment.Text(words)
		symbols, tags := segment.TagWords(words)
		list := segment.Atoms(text)
		if len(list) != len(symbols) {
			continue
		}
		cut++
		scores := make([][segment.Tags]float64, len(tags))
		for i, tag := range tags {
			require.Equal(t, symbols[i], list[i].Symbol)
			scores[i][tag] = 1
		}
		found, err := segment.CutByScores(text, scores)
		require.NoError(t, err)
		require.Equal(t, words, found)
	}
	require.Greater(t, cut, 140)
	_, err := segment.CutByScores("中文", nil)
	require.EqualError(t, err, "segment: scores of 0 atoms: want 2, those of the text")
}
