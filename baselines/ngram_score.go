package baselines

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/data"
)

// LogProb is the natural logarithm of P(id | history). Of the history the last
// Order()-1 tokens count; it may be empty.
func (m *Ngram) LogProb(history []int, id int) (float64, error) {
	h, err := m.walk(history)
	if err != nil {
		return 0, err
	}
	if err := m.check("id", id); err != nil {
		return 0, err
	}
	return math.Log(m.prob(&h, uint32(id))), nil
}

// Probs writes P(id | history) for every id into probs [vocab].
func (m *Ngram) Probs(history []int, probs []float64) error {
	if len(probs) != m.vocab {
		return fmt.Errorf("ngram: probs [%d]: want [%d], one of each id", len(probs), m.vocab)
	}
	h, err := m.walk(history)
	if err != nil {
		return err
	}
	m.fill(&h, probs)
	return nil
}

func (m *Ngram) fill(h *walk, probs []float64) {
	for id := range probs {
		probs[id] = m.prob(h, uint32(id))
	}
}

// walk goes through the end of a history.
func (m *Ngram) walk(history []int) (walk, error) {
	h := newWalk(m.order)
	first := max(0, len(history)-(m.order-1))
	for i, id := range history {
		if err := m.check(fmt.Sprintf("history[%d]", i), id); err != nil {
			return h, err
		}
		if i >= first {
			h.step(m.counts, uint32(id))
		}
	}
	return h, nil
}

func (m *Ngram) check(name string, id int) error {
	if id < 0 || id >= m.vocab {
		return fmt.Errorf("ngram: %s is %d: want 0 to %d", name, id, m.vocab-1)
	}
	return nil
}

// CrossEntropy is the mean of -log P(w | h) in nats over a text: over all its
// tokens but the first, which nothing precedes, as for SequentialBlocks of the
// same text. Every token is predicted from as many before it as the order has.
func (m *Ngram) CrossEntropy(text data.Tokens) (float64, error) {
	switch {
	case text.Len() < 2:
		return 0, fmt.Errorf("ngram: %d tokens: want at least 2, one to predict the other from", text.Len())
	case text.Vocab() != m.vocab:
		return 0, fmt.Errorf("ngram: tokens of a vocabulary of %d: want %d, as trained", text.Vocab(), m.vocab)
	}
	h := newWalk(m.order)
	var sum float64
	for i := range text.Len() {
		w := uint32(text.At(i))
		if i > 0 {
			sum -= math.Log(m.prob(&h, w))
		}
		h.step(m.counts, w)
	}
	return sum / float64(text.Len()-1), nil
}

// Perplexity is e to the CrossEntropy.
func (m *Ngram) Perplexity(text data.Tokens) (float64, error) {
	nats, err := m.CrossEntropy(text)
	if err != nil {
		return 0, err
	}
	return math.Exp(nats), nil
}
