package tagger

// What the network sees of a text: symbolPlaces symbols about each character, and the
// pairs of neighbours among them.
const (
	reach        = 2 // on each side
	symbolPlaces = 2*reach + 1
	pairPlaces   = symbolPlaces - 1
)

// places fills the ids of the i-th symbol of a sentence: symbols [symbolPlaces] and
// pairs [pairPlaces].
func (v *Vocabulary) places(list []rune, i int, symbols, pairs []int) {
	for k := range symbols {
		symbols[k] = v.symbols[at(list, i-reach+k)]
	}
	for k := range pairs {
		pairs[k] = v.pairs[[2]rune{at(list, i-reach+k), at(list, i-reach+k+1)}]
	}
}
