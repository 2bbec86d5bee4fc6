package tagger

import (
	"fmt"

	"github.com/gaze-ml/gaze/text/segment"
)

// atOnce is how many characters the network sees in one run: always as many, so that
// it is compiled once, and a character's scores do not depend on the others.
const atOnce = 256

// Segment cuts texts into words, as package segment's segmenters do.
func (m *Model) Segment(texts []string) ([][]string, error) {
	var x, y []int
	lists := make([][]rune, len(texts))
	for i, text := range texts {
		for _, a := range segment.Atoms(text) {
			lists[i] = append(lists[i], a.Symbol)
		}
		for k := range lists[i] {
			n := len(y) / pairPlaces
			x, y = append(x, make([]int, symbolPlaces)...), append(y, make([]int, pairPlaces)...)
			m.Vocabulary.places(lists[i], k, x[n*symbolPlaces:], y[n*pairPlaces:])
		}
	}
	scores, err := m.scores(x, y)
	if err != nil {
		return nil, err
	}
	words := make([][]string, len(texts))
	for i, text := range texts {
		n := len(lists[i])
		if words[i], err = segment.CutByScores(text, scores[:n]); err != nil {
			return nil, err
		}
		scores = scores[n:]
	}
	return words, nil
}

// scores are the logits [n, tags] of symbols [n, 5] and pairs [n, 4]: those of one
// character differ from its log-probabilities by the same number, which changes
// nothing.
func (m *Model) scores(x, y []int) ([][segment.Tags]float64, error) {
	f, err := m.tag()
	if err != nil {
		return nil, err
	}
	n := len(y) / pairPlaces
	scores := make([][segment.Tags]float64, 0, n+atOnce)
	symbols, pairs := make([]int, atOnce*symbolPlaces), make([]int, atOnce*pairPlaces)
	for from := 0; from < n; from += atOnce {
		clear(symbols)
		clear(pairs)
		copy(symbols, x[from*symbolPlaces:])
		copy(pairs, y[from*pairPlaces:])
		out, err := f.Run(newValues(symbols, pairs))
		if err != nil {
			return nil, err
		}
		logits, ok := out["logits"].Data().([]float32) // [atOnce, tags]
		if !ok {
			return nil, fmt.Errorf("tagger: logits are %v: want float32", out["logits"].Dtype())
		}
		for i := 0; i < len(logits); i += segment.Tags {
			var s [segment.Tags]float64
			for t := range s {
				s[t] = float64(logits[i+t])
			}
			scores = append(scores, s)
		}
	}
	return scores[:n], nil
}
