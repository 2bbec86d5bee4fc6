package trainer

import "fmt"

// BPE is how to learn merges: begin with characters, merge the most frequent pair
// of neighbours into a token, of equal ones that of the smallest ids, and go on
// until there are enough tokens (Sennrich et al. 2016).
type BPE struct {
	Size     int      // of the vocabulary
	Least    int64    // count of a pair that is merged
	Special  []string // tokens that come first
	Alphabet []rune   // characters that are tokens whether they come or not
	Letters  int      // characters that are tokens at most, the most frequent ones; 0 is all
	Prefix   string   // of what does not begin a word
	Suffix   string   // of what ends a word
	Longest  int      // token, in characters, plus one; 0 is any
	Progress func(done, total int)
}

// Merges is what was learned.
type Merges struct {
	Tokens []string // by id
	Merges [][2]string
}

// Learn learns merges from words, which are sorted.
func (c BPE) Learn(words []Word) (*Merges, error) {
	if c.Size <= 0 || c.Letters < 0 || c.Longest < 0 {
		return nil, fmt.Errorf("BPE: vocabulary of %d, alphabet of %d, tokens of %d: want none below 0", c.Size, c.Letters, c.Longest)
	}
	l := &learner{config: c, ids: map[string]int32{}, pairs: newPairs()}
	for _, token := range c.Special {
		l.token(token, 1)
	}
	for _, letter := range alphabet(words, c.Alphabet, c.Letters) {
		l.token(string(letter), 1)
	}
	l.spell(words)
	l.countPairs()
	l.merge()
	return &Merges{l.tokens, l.named()}, nil
}
