package baselines

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
)

// Sample continues a prompt, which may be empty, by n tokens drawn from
// P(w | h). Token i depends on the seed, i and what precedes it: the same seed
// gives the same text.
func (m *Ngram) Sample(prompt []int, n int, seed uint64) ([]int, error) {
	if n < 0 {
		return nil, fmt.Errorf("ngram: %d tokens: want 0 or more", n)
	}
	h, err := m.walk(prompt)
	if err != nil {
		return nil, err
	}
	var name [32]byte
	binary.LittleEndian.PutUint64(name[:], seed)
	dice := rand.NewChaCha8(name)
	probs := make([]float64, m.vocab)
	ids := make([]int, 0, min(n, 1<<16))
	for range n {
		m.fill(&h, probs)
		id := draw(probs, float64(dice.Uint64()>>11)/(1<<53))
		ids = append(ids, id)
		h.step(m.counts, uint32(id))
	}
	return ids, nil
}

// draw inverts the distribution function at u in [0, 1).
func draw(probs []float64, u float64) int {
	var all, below float64
	for _, p := range probs {
		all += p
	}
	for id, p := range probs {
		if below += p; below > u*all {
			return id
		}
	}
	return len(probs) - 1
}
