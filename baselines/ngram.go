package baselines

import (
	"errors"
	"fmt"

	"github.com/gaze-ml/gaze/data"
)

// Ngram is a language model that predicts a token w from the last order-1
// tokens h, by how often it followed them in a text. Each order is interpolated
// with the one below, in which h' is h without its first token:
//
//	P(w | h) = (max(a(hw) - D(a(hw)), 0) + (D₁N₁(h) + D₂N₂(h) + D₃N₃(h)) · P(w | h')) / Σ_w a(hw)
//	P(w)     = … with P(w | h') = 1/vocab
//
// That is modified Kneser-Ney smoothing: Chen and Goodman, An empirical study of
// smoothing techniques for language modeling, Computer Speech and Language 13,
// 1999, section 3, of the interpolated models of Jelinek and Mercer
// (Interpolated estimation of Markov source parameters, 1980). In it
//
//	a(hw)    is, in the highest order, how often hw occurs; below, after how many
//	         different tokens hw occurs, the beginning of the text being one
//	N_i(h)   is how many w have a(hw) = i; N₃, how many have 3 or more
//	D(i)     is the discount of a count i, 0 for 0: D₁, D₂, and D₃ from 3 on
//	D_i      = i - (i+1) · n₁/(n₁+2n₂) · n_{i+1}/n_i
//	n_i      is how many n-grams of the order have a = i; where that gives no D_i
//	         from 0 to i, they are 0.5, 1 and 1.5
//
// A history that the text has not got leaves the order below as it is. So
// Σ_w P(w | h) = 1 for every h, and no token is impossible.
//
// A model does not change: it may be used by several goroutines.
type Ngram struct {
	order, vocab int
	counts       *counts
	discounts    []discount // of order k+1
}

const (
	mostNgrams = 1 << 23 // of all orders: some 50 bytes each
	mostOrder  = 32      // beyond what there is to gain from
)

// TrainNgram counts the n-grams of a text of one order, from 1 on, and of those
// below it. A text has at most as many different ones of each order as it has
// tokens; more than 2²³ of all orders are an error, so that memory is bounded.
func TrainNgram(text data.Tokens, order int) (*Ngram, error) {
	return trainNgram(text, order, mostNgrams)
}

func trainNgram(text data.Tokens, order, most int) (*Ngram, error) {
	switch {
	case order < 1 || order > mostOrder:
		return nil, fmt.Errorf("ngram: order %d: want 1 to %d", order, mostOrder)
	case text.Len() == 0:
		return nil, errors.New("ngram: there are no tokens: want a text that is not empty")
	case int64(text.Len()) >= 1<<32 || int64(text.Vocab()) >= 1<<32:
		return nil, fmt.Errorf("ngram: %d tokens of a vocabulary of %d: want less than 2³² of each", text.Len(), text.Vocab())
	}
	c := newCounts(order)
	for i := range text.Len() {
		c.see(uint32(text.At(i)))
		if c.size() > most {
			return nil, fmt.Errorf("ngram: more than %d different n-grams up to order %d in the first %d tokens: "+
				"use a lower order or less text", most, order, i+1)
		}
	}
	c.seal()
	return &Ngram{order, text.Vocab(), c, c.discounts()}, nil
}

// Order is how many tokens an n-gram has at most.
func (m *Ngram) Order() int { return m.order }

// Vocab is how many different tokens there may be.
func (m *Ngram) Vocab() int { return m.vocab }

// Size is how many different n-grams have been counted, of all orders.
func (m *Ngram) Size() int { return m.counts.size() }

// prob is P(w | h) for the history of a walk.
func (m *Ngram) prob(h *walk, w uint32) float64 {
	p := 1 / float64(m.vocab)
	for k, node := range h.nodes {
		if node == nowhere {
			continue
		}
		c := &m.counts.contexts[node]
		if c.total == 0 {
			continue
		}
		a := m.counts.after(k, node, w)
		d := &m.discounts[k]
		p = (float64(a) - d.of(a) + d.mass(c)*p) / float64(c.total)
	}
	return p
}
