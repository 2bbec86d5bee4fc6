package segment

import "fmt"

// Atom is what is never cut, a character or a run of letters and digits, as models
// of tags see it: text[From:To].
type Atom struct {
	From, To int
	Symbol   rune // what stands for it: the character, or a private one for the kind of run
	Parted   bool // white space comes before it, or nothing
}

// Edge is the symbol beyond the ends of a text.
const Edge = edge

// The tags, in the order of scores: the begin, the middle and the end of a word of
// several atoms, and a word of one.
const (
	Begin  = begin
	Middle = middle
	End    = end
	Alone  = alone
	Tags   = tags // how many there are
)

// Atoms are those of a text but its white space.
func Atoms(text string) []Atom {
	list, parted := atoms(text)
	out := make([]Atom, len(list))
	for i, a := range list {
		out[i] = Atom{a.from, a.to, a.symbol, parted[i]}
	}
	return out
}

// TagWords are the symbols of the atoms of words, and the tag of each.
func TagWords(words []string) (symbols []rune, tags []int) {
	for _, w := range words {
		list, _ := atoms(w)
		for i, a := range list {
			symbols, tags = append(symbols, a.symbol), append(tags, tagOf(i, len(list)))
		}
	}
	return symbols, tags
}

// CutByScores cuts a text by scores of tags, those of a network: it finds the tags
// of the largest sum of scores that make words, by Viterbi's algorithm. scores
// [atoms, Tags] are in the order of Atoms; another number of them is an error.
func CutByScores(text string, scores [][Tags]float64) ([]string, error) {
	t := newCut(text)
	if len(scores) != len(t.atoms) {
		return nil, fmt.Errorf("segment: scores of %d atoms: want %d, those of the text", len(scores), len(t.atoms))
	}
	var moves [tags][tags]float64
	return t.words(t.tagged(&moves, [tags]float64{}, func(i int) [tags]float64 { return scores[i] })), nil
}
