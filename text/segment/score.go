package segment

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Score is how well words agree with gold words, counted by Evaluate.
type Score struct {
	Gold    int `json:"gold"`    // gold words
	Found   int `json:"found"`   // words of the segmenter
	Correct int `json:"correct"` // of both: begin and end are the same
	New     int `json:"new"`     // gold words that are not in the dictionary
	NewHit  int `json:"new_hit"` // those of them that were found
}

// Precision is Correct/Found, 0 of none.
func (s Score) Precision() float64 { return share(s.Correct, s.Found) }

// Recall is Correct/Gold, 0 of none.
func (s Score) Recall() float64 { return share(s.Correct, s.Gold) }

// F1 is the harmonic mean of precision and recall, 2·Correct/(Gold+Found).
func (s Score) F1() float64 { return share(2*s.Correct, s.Gold+s.Found) }

// OOVRate is the share of gold words that are out of vocabulary, New/Gold.
func (s Score) OOVRate() float64 { return share(s.New, s.Gold) }

// OOVRecall is the recall on them, NewHit/New.
func (s Score) OOVRecall() float64 { return share(s.NewHit, s.New) }

// IVRecall is the recall on words in the vocabulary.
func (s Score) IVRecall() float64 { return share(s.Correct-s.NewHit, s.Gold-s.New) }

// String is in percent, as papers have it.
func (s Score) String() string {
	return fmt.Sprintf("P %.2f  R %.2f  F1 %.2f  R-OOV %.2f  R-IV %.2f",
		100*s.Precision(), 100*s.Recall(), 100*s.F1(), 100*s.OOVRecall(), 100*s.IVRecall())
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Evaluate compares words with gold words, sentence by sentence, as the
// evaluations of SIGHAN do: a word is correct if it begins and ends where a gold
// word does. Words in vocabulary are those that the segmenter was trained with; nil
// counts none as new. Sentences whose characters, white space aside, are not those
// of the gold are an error.
func Evaluate(gold, found [][]string, vocabulary *Dictionary) (Score, error) {
	var s Score
	if len(gold) != len(found) {
		return s, fmt.Errorf("segment: %d sentences: want %d, as many as gold ones", len(found), len(gold))
	}
	for i := range gold {
		if err := s.add(gold[i], found[i], vocabulary); err != nil {
			return s, fmt.Errorf("segment: sentence %d: %w", i+1, err)
		}
	}
	return s, nil
}

// EvaluateSegmenter lets a segmenter cut the gold sentences, written without
// spaces except between words of which the one ends and the next begins with a
// letter or digit, and scores it.
func EvaluateSegmenter(gold [][]string, s Segmenter, vocabulary *Dictionary) (Score, error) {
	found := make([][]string, len(gold))
	for i, words := range gold {
		found[i] = s.Segment(Text(words))
	}
	return Evaluate(gold, found, vocabulary)
}

// Text is a sentence as it is written: its words without spaces, except between
// two that would become one, as "West Side".
func Text(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && endsRun(words[i-1]) && alike(w) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// endsRun reports whether a word ends with a letter or digit of a run.
func endsRun(word string) bool {
	_, n := utf8.DecodeLastRuneInString(word)
	return alike(word[len(word)-n:])
}

// add walks both sides at once: each place is how many bytes lie before it.
func (s *Score) add(gold, found []string, vocabulary *Dictionary) error {
	if a, b := squeezed(gold), squeezed(found); a != b {
		return fmt.Errorf("the words are %q: want cuts of %q", b, a)
	}
	s.Gold += len(gold)
	s.Found += len(found)
	f, at, before := 0, 0, 0 // the next found word, where it begins; where the gold word begins
	for _, word := range gold {
		after := before + len(word)
		for f < len(found) && at < before {
			at += len(found[f])
			f++
		}
		hit := f < len(found) && at == before && len(found[f]) == len(word)
		isNew := vocabulary != nil && vocabulary.Count(word) == 0
		s.Correct += one(hit)
		s.New += one(isNew)
		s.NewHit += one(hit && isNew)
		before = after
	}
	return nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// squeezed is a sentence without its cuts.
func squeezed(words []string) string { return strings.Join(words, "") }
