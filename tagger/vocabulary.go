package tagger

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/segment"
)

// Vocabulary gives symbols and pairs of neighbours ids. 0 is what it does not know.
type Vocabulary struct {
	symbols map[rune]int
	pairs   map[[2]rune]int
}

// unknown is the id of what is not in the vocabulary.
const unknown = 0

// NewVocabulary takes the symbols, and the pairs of neighbours, that come at least
// least times in the gold sentences. With 2 the network sees often enough what it is
// like not to know one.
func NewVocabulary(gold [][]string, least int) *Vocabulary {
	symbols, pairs := map[rune]int{}, map[[2]rune]int{}
	for _, words := range gold {
		list, _ := segment.TagWords(words)
		for i, s := range list {
			symbols[s]++
			pairs[[2]rune{at(list, i-1), s}]++
		}
		symbols[segment.Edge] += 2
		pairs[[2]rune{at(list, len(list)-1), segment.Edge}]++
	}
	v := &Vocabulary{map[rune]int{}, map[[2]rune]int{}}
	for s, n := range symbols {
		if n >= least {
			v.symbols[s] = 0
		}
	}
	for p, n := range pairs {
		if n >= least {
			v.pairs[p] = 0
		}
	}
	v.number()
	return v
}

// at is a symbol of a sentence, Edge beyond its ends.
func at(list []rune, i int) rune {
	if i < 0 || i >= len(list) {
		return segment.Edge
	}
	return list[i]
}

// number gives ids in the order of code points.
func (v *Vocabulary) number() {
	for i, s := range v.symbolList() {
		v.symbols[s] = i + 1
	}
	for i, p := range v.pairList() {
		v.pairs[p] = i + 1
	}
}

func (v *Vocabulary) symbolList() []rune {
	list := make([]rune, 0, len(v.symbols))
	for s := range v.symbols {
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}

func (v *Vocabulary) pairList() [][2]rune {
	list := make([][2]rune, 0, len(v.pairs))
	for p := range v.pairs {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b [2]rune) int { return slices.Compare(a[:], b[:]) })
	return list
}

// Symbols is how many ids of symbols there are, the unknown one counted.
func (v *Vocabulary) Symbols() int { return len(v.symbols) + 1 }

// Pairs is how many ids of pairs there are, the unknown one counted.
func (v *Vocabulary) Pairs() int { return len(v.pairs) + 1 }

// vocabularyFile is its JSON: each list is one text, in the order of ids.
type vocabularyFile struct {
	Symbols string `json:"symbols"`
	Pairs   string `json:"pairs"`
}

// MarshalJSON writes the lists.
func (v *Vocabulary) MarshalJSON() ([]byte, error) {
	var f vocabularyFile
	f.Symbols = string(v.symbolList())
	var pairs []rune
	for _, p := range v.pairList() {
		pairs = append(pairs, p[:]...)
	}
	f.Pairs = string(pairs)
	return json.Marshal(f)
}

// UnmarshalJSON reads them. Lists that are not in order, as those of MarshalJSON are,
// are an error.
func (v *Vocabulary) UnmarshalJSON(text []byte) error {
	var f vocabularyFile
	if err := json.Unmarshal(text, &f); err != nil {
		return fmt.Errorf("tagger: vocabulary: %w", err)
	}
	pairs := []rune(f.Pairs)
	if len(pairs)%2 != 0 {
		return fmt.Errorf("tagger: vocabulary: the pairs are %d symbols: want two each", len(pairs))
	}
	v.symbols, v.pairs = map[rune]int{}, map[[2]rune]int{}
	for _, s := range f.Symbols {
		v.symbols[s] = 0
	}
	for i := 0; i < len(pairs); i += 2 {
		v.pairs[[2]rune{pairs[i], pairs[i+1]}] = 0
	}
	v.number()
	again, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var g vocabularyFile
	if err := json.Unmarshal(again, &g); err != nil {
		return err
	}
	if g != f || !utf8.ValidString(f.Symbols+f.Pairs) {
		return fmt.Errorf("tagger: vocabulary: the lists have doubles, or are not in order")
	}
	return nil
}
