package data

import (
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Masking hides tokens that a model is to guess, as in BERT (Devlin et al. 2019,
// 3.1): of n tokens of a text max(1, round(Rate·n)), special ones counted but never
// hidden, chosen evenly, and each of them becomes
//
//	the mask       in 80 % of cases
//	a token drawn  in 10 %, of all that are not special
//	itself         in 10 %
//
// What is drawn depends on Seed and on the text's name alone, so that it is another
// each time that a text is seen, and the same in a run that is resumed.
type Masking struct {
	Rate  float64 // 0.15
	Whole bool    // hide all tokens of a word, or none; a word that is too long for what is left to hide is passed over
	Seed  uint64

	mask    int
	special []bool // by id
	drawn   []int  // the ids that are not special
}

// NewMasking is BERT's masking for the tokens of t, whose [MASK] there must be. The
// tokens that t calls special, [UNK] among them, are never hidden, and never drawn.
func NewMasking(t *tokenizer.Tokenizer, seed uint64) (*Masking, error) {
	mask, ok := t.ID("[MASK]")
	if !ok {
		return nil, errors.New("masking: the tokenizer has no token [MASK]")
	}
	m := &Masking{Rate: 0.15, Seed: seed, mask: mask, special: make([]bool, vocabOf(t))}
	for _, a := range t.AddedTokens() {
		m.special[a.ID] = a.Special
	}
	m.special[mask] = true
	for id, special := range m.special {
		if _, there := t.Token(id); there && !special {
			m.drawn = append(m.drawn, id)
		}
	}
	if len(m.drawn) == 0 {
		return nil, errors.New("masking: the tokenizer has no token that is not special")
	}
	return m, nil
}

// Apply hides tokens of ids in place and writes what they were into labels, and
// Ignore elsewhere, both [seq]. joined says of each token whether it is of the word
// that the one before is of; it is not looked at unless Whole, and nil joins none.
// The text's name is what the draw depends on beside Seed: an epoch, say, and a
// number.
func (m *Masking) Apply(ids, labels []int, joined []bool, name ...uint64) error {
	if !(m.Rate > 0 && m.Rate < 1) {
		return fmt.Errorf("masking: rate %v: want above 0 and below 1", m.Rate)
	}
	words, err := m.words(ids, joined)
	if err != nil {
		return err
	}
	for i := range labels {
		labels[i] = Ignore
	}
	r := newRandom(m.Seed, name...)
	left := max(1, int(math.RoundToEven(m.Rate*float64(len(ids)))))
	for i := len(words) - 1; i >= 0 && left > 0; i-- { // Fisher and Yates, as far as it is needed
		j := r.below(i + 1)
		words[i], words[j] = words[j], words[i]
		if n := words[i][1] - words[i][0]; n <= left {
			m.hide(r, ids, labels, words[i])
			left -= n
		}
	}
	return nil
}

// words are what is hidden together, [from, to).
func (m *Masking) words(ids []int, joined []bool) (words [][2]int, err error) {
	words = make([][2]int, 0, len(ids))
	for i, id := range ids {
		if id < 0 || id >= len(m.special) {
			return nil, fmt.Errorf("masking: ids[%d] is %d: want 0 to %d", i, id, len(m.special)-1)
		}
		switch last := len(words) - 1; {
		case m.special[id]:
		case m.Whole && joined != nil && joined[i] && last >= 0 && words[last][1] == i:
			words[last][1]++
		default:
			words = append(words, [2]int{i, i + 1})
		}
	}
	return words, nil
}

// hide draws for each token of a word by itself, as BERT does.
func (m *Masking) hide(r *random, ids, labels []int, word [2]int) {
	for i := word[0]; i < word[1]; i++ {
		labels[i] = ids[i]
		switch n := r.below(10); {
		case n < 8:
			ids[i] = m.mask
		case n == 8:
			ids[i] = m.drawn[r.below(len(m.drawn))]
		}
	}
}

// random is numbers that depend on its name and on how many were drawn before.
type random struct{ key, drawn uint64 }

func newRandom(seed uint64, name ...uint64) *random {
	return &random{key: draw(append([]uint64{seed}, name...)...)}
}

// below is one of 0 to n-1.
func (r *random) below(n int) int {
	x, _ := bits.Mul64(draw(r.key, r.drawn), uint64(n))
	r.drawn++
	return int(x)
}

// chance is true with probability p.
func (r *random) chance(p float64) bool {
	x := draw(r.key, r.drawn)
	r.drawn++
	return float64(x>>11)*0x1p-53 < p
}
