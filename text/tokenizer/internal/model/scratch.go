package model

// Scratch is the memory of one encoder at a time. The zero value is ready. It
// remembers words of the model that used it last.
type Scratch struct {
	owner   Model
	words   cache
	parts   cache // of words that are cut
	symbols []symbol
	pairs   []pair  // of short words
	heap    []merge // of long ones
	best    []arrival
	text    []byte
	steps   int // merges put into the heap, and trie steps: what grows with the word
}

// of says whose words are remembered.
func (s *Scratch) of(m Model) *cache {
	if s.owner != m {
		s.owner = m
		s.words.forget()
		s.parts.forget()
	}
	return &s.words
}
