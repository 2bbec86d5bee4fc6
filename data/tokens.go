package data

import "fmt"

// Tokens is a text as ids from 0 to Vocab()-1. An id takes 1, 2 or 4 bytes,
// whichever holds the vocabulary. It does not change; parts of it share its
// memory.
type Tokens struct {
	name  string // "the text", "the validation split"
	vocab int

	// One of them has the ids.
	bytes []uint8
	short []uint16
	long  []uint32
}

const mostVocab = 1 << 32

// NewTokens copies ids, each of which must be from 0 to vocab-1.
func NewTokens(ids []int, vocab int) (Tokens, error) {
	t, err := emptyTokens(vocab)
	if err != nil {
		return t, err
	}
	return t, t.add(ids)
}

func emptyTokens(vocab int) (Tokens, error) {
	if vocab < 1 || int64(vocab) > mostVocab {
		return Tokens{}, fmt.Errorf("tokens: a vocabulary of %d: want 1 to %d", vocab, int64(mostVocab))
	}
	return Tokens{name: "the text", vocab: vocab}, nil
}

// add appends ids to tokens that nobody else has.
func (t *Tokens) add(ids []int) error {
	before := t.Len()
	for i, id := range ids {
		if id < 0 || id >= t.vocab {
			return fmt.Errorf("tokens: ids[%d] is %d: want 0 to %d", before+i, id, t.vocab-1)
		}
		switch {
		case t.vocab <= 1<<8:
			t.bytes = append(t.bytes, uint8(id))
		case t.vocab <= 1<<16:
			t.short = append(t.short, uint16(id))
		default:
			t.long = append(t.long, uint32(id))
		}
	}
	return nil
}

// Vocab is how many different ids there may be.
func (t Tokens) Vocab() int { return t.vocab }

// Len is how many tokens there are.
func (t Tokens) Len() int { return len(t.bytes) + len(t.short) + len(t.long) }

// At is token i of Len(); it panics if there is none, as a slice does.
func (t Tokens) At(i int) int {
	switch {
	case t.vocab <= 1<<8:
		return int(t.bytes[i])
	case t.vocab <= 1<<16:
		return int(t.short[i])
	}
	return int(t.long[i])
}

// Slice is the tokens from a to b-1; it panics if there are none, as a slice
// does.
func (t Tokens) Slice(a, b int) Tokens {
	switch {
	case t.vocab <= 1<<8:
		t.bytes = t.bytes[a:b:b]
	case t.vocab <= 1<<16:
		t.short = t.short[a:b:b]
	default:
		t.long = t.long[a:b:b]
	}
	return t
}

// Copy writes the tokens from a on into ids, as many as fit or there are, and
// says how many.
func (t Tokens) Copy(ids []int, a int) int {
	n := min(len(ids), t.Len()-a)
	for i := range max(n, 0) {
		ids[i] = t.At(a + i)
	}
	return max(n, 0)
}

// IDs is the tokens as a slice of their own.
func (t Tokens) IDs() []int {
	ids := make([]int, t.Len())
	t.Copy(ids, 0)
	return ids
}

// Named is the tokens under a name that messages call them by: "the training
// split" for instance.
func (t Tokens) Named(name string) Tokens {
	t.name = name
	return t
}
