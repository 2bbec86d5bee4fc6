package metrics

import (
	"fmt"
	"slices"
)

// AnswerRules is how two answers to a question are compared.
type AnswerRules int

const (
	// English is SQuAD's: capitals, ASCII punctuation and articles do not count, and
	// F1 is of the words, wherever they stand (Rajpurkar et al., "SQuAD: 100,000+
	// Questions for Machine Comprehension of Text", 2016; its evaluation script, 2.0).
	English AnswerRules = iota

	// Chinese is CMRC 2018's, used for DRCD too: punctuation does not count, each
	// Chinese character is a word, and F1 is of the longest run that both have (Cui et
	// al., "A Span-Extraction Dataset for Chinese Machine Reading Comprehension",
	// 2019; its evaluation script, version 5). What is not Chinese is cut at white
	// space and punctuation, where the script has NLTK cut it.
	Chinese
)

// Compare scores an answer against one that is right: whether they are the same,
// and the F1 of their words, both from 0 to 1. An answer of "", or one of which
// nothing is left, says that there is none.
func (r AnswerRules) Compare(predicted, wanted string) (exact, f1 float64) {
	if r == Chinese {
		return compareChinese(predicted, wanted)
	}
	return compareEnglish(predicted, wanted)
}

// Answers scores answers to questions, each against those that are right, of which
// the most similar counts. The zero value counts by the rules of English.
type Answers struct {
	Rules AnswerRules
	Total int // questions

	exact, f1 float64
}

// Add counts a question. None wanted means that it has no answer: then only "" is
// right.
func (a *Answers) Add(predicted string, wanted ...string) error {
	if a.Rules != English && a.Rules != Chinese {
		return fmt.Errorf("answers: rules %d are none", int(a.Rules))
	}
	exact, f1 := a.best(predicted, wanted)
	a.Total++
	a.exact += exact
	a.f1 += f1
	return nil
}

func (a *Answers) best(predicted string, wanted []string) (exact, f1 float64) {
	if len(wanted) == 0 {
		wanted = []string{""}
	}
	for _, w := range wanted {
		e, f := a.Rules.Compare(predicted, w)
		exact, f1 = max(exact, e), max(f1, f)
	}
	return exact, f1
}

// Exact is the share of questions answered exactly; NaN of none.
func (a *Answers) Exact() float64 { return per(a.exact, a.Total) }

// F1 is the mean of F1 over questions; NaN of none.
func (a *Answers) F1() float64 { return per(a.f1, a.Total) }

// harmonic is the F1 of words that two lists have in common.
func harmonic(common, predicted, wanted int) float64 {
	if common == 0 {
		return 0
	}
	return Counts{common, predicted, wanted}.F1()
}

func same(equal bool) float64 {
	if equal {
		return 1
	}
	return 0
}

// commonWords is how many words two lists have in common, each as often as both
// have it.
func commonWords(a, b []string) int {
	left := map[string]int{}
	for _, w := range b {
		left[w]++
	}
	n := 0
	for _, w := range a {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	return n
}

// commonRun is the length of the longest run of words that both lists have.
func commonRun(a, b []string) int {
	best, row := 0, make([]int, len(b)+1)
	for _, w := range a {
		for j := len(b) - 1; j >= 0; j-- { // from the end, so that row[j] is still the one before
			if row[j+1] = 0; b[j] == w {
				row[j+1] = row[j] + 1
			}
		}
		best = max(best, slices.Max(row))
	}
	return best
}
