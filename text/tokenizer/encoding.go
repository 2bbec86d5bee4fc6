package tokenizer

// Encoding is a text, or a pair of texts, as tokens: every slice but Overflow has
// one entry a token.
type Encoding struct {
	IDs           []int    // what a model is given
	Tokens        []string // what the vocabulary calls each
	TypeIDs       []int    // 0 or 1, as the post-processor tells texts of a pair apart
	AttentionMask []int    // 0 for padding, else 1
	SpecialMask   []int    // 1 for what the post-processor and padding added, else 0
	Words         []int    // the word of its text that a token is of, -1 for none
	Sequences     []int    // 0 for the first text, 1 for the second, -1 for neither
	Bytes         [][2]int // where it is in its text, as bytes [from, to)
	Runes         [][2]int // the same, as code points [from, to)

	// Overflow is what truncation cut off, in parts as long as the whole may be.
	Overflow []*Encoding
}

// Len is how many tokens there are.
func (e *Encoding) Len() int { return len(e.IDs) }
