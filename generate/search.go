package generate

import (
	"fmt"
	"math"
	"slices"
)

// Hypothesis is an Output that beam search found.
type Hypothesis struct {
	Output
	Score float64 // Σ log P(token) / n^LengthPenalty, over its n tokens
}

// search is the beam search of one prompt.
type search struct {
	config   *BeamConfig
	live     []beam       // best first; at most Beams
	finished []Hypothesis // best first; at most Beams
	done     bool
}

// beam is a sequence that grows.
type beam struct {
	*row
	sum    float64 // of log P(token)
	parent int     // the beam that it grew from in the last step
}

// candidates are the best continuations of a search's beams by one token.
type candidates struct {
	config     *BeamConfig
	processors []Transform
	keep       int
	vocab      int
	logs       []float32 // [vocab] of one beam
	sums       []float64 // [live·vocab]
	ranking    ranking[float64]
}

// newCandidates keeps so many that Beams of them are left when every beam has
// ended in every way that one token can end it.
func newCandidates(c *Config, b *BeamConfig, extra []Transform, vocab int) *candidates {
	return &candidates{
		config:     b,
		processors: c.processors(extra),
		keep:       max(2, 1+len(c.StopTokens)) * b.Beams,
		vocab:      vocab,
		logs:       make([]float32, vocab),
	}
}

// rank makes the sums of all continuations of the live beams, from their logits
// [live][vocab].
func (c *candidates) rank(live []beam, logits [][]float32) error {
	c.sums = c.sums[:0]
	for i, b := range live {
		if err := usable(logits[i]); err != nil {
			return fmt.Errorf("beam %d: %w", i, err)
		}
		logSoftmax(c.logs, logits[i])
		for _, t := range c.processors {
			t(c.logs, b.tokens)
		}
		// A beam without a way on dies, as long as others live.
		if err := usable(c.logs); err != nil && err != errNothing {
			return fmt.Errorf("beam %d: log-probabilities: %w", i, err)
		}
		for _, l := range c.logs {
			c.sums = append(c.sums, b.sum+float64(l))
		}
	}
	c.ranking.rank(c.sums)
	return nil
}

// step continues the live beams by one token. Of the candidates, best first, the
// first Beams that have not ended live on; those that have ended are finished,
// if they are among the first Beams of all.
func (s *search) step(c *candidates, logits [][]float32) error {
	if err := c.rank(s.live, logits); err != nil {
		return err
	}
	var live []beam
	for n := 0; n < c.keep && (n < s.config.Beams || len(live) < s.config.Beams) && len(c.ranking.left()) > 0; n++ {
		i := c.ranking.pop()
		if math.IsInf(c.sums[i], -1) {
			break
		}
		parent := i / c.vocab
		grown := beam{s.live[parent].branch(), c.sums[i], parent}
		grown.take(i % c.vocab)
		switch {
		case !grown.done() && len(live) < s.config.Beams:
			live = append(live, grown)
		case grown.done() && n < s.config.Beams:
			s.finish(grown)
		}
	}
	if len(live) == 0 && len(s.finished) == 0 {
		return errNothing
	}
	s.live = live
	s.done = len(live) == 0 || len(s.finished) == s.config.Beams && s.ends()
	return nil
}

// finish puts a hypothesis where it belongs, after those with equal scores.
func (s *search) finish(b beam) {
	h := Hypothesis{b.output(), s.config.score(b.sum, b.new())}
	at := len(s.finished)
	for at > 0 && s.finished[at-1].Score < h.Score {
		at--
	}
	s.finished = slices.Insert(s.finished, at, h)
	s.finished = s.finished[:min(len(s.finished), s.config.Beams)]
}

// ends is the rule of EarlyStopping, of a search with Beams finished hypotheses.
func (s *search) ends() bool {
	if s.config.EarlyStopping == EarlyTrue {
		return true
	}
	best := s.live[0]
	length := best.new()
	if s.config.EarlyStopping == EarlyNever && s.config.LengthPenalty > 0 {
		length = best.limit
	}
	return s.config.score(best.sum, length) <= s.finished[len(s.finished)-1].Score
}

// interrupt finishes the live beams as they are.
func (s *search) interrupt() {
	if s.done {
		return
	}
	s.done = true
	for _, b := range s.live {
		if b.new() > 0 {
			b.interrupt(Interrupted)
			s.finish(b)
		}
	}
}

// logSoftmax is logs = l - max l - log Σ exp(l - max l).
func logSoftmax(logs, logits []float32) {
	highest := float64(slices.Max(logits))
	sum := 0.0
	for _, l := range logits {
		sum += math.Exp(float64(l) - highest)
	}
	shift := highest + math.Log(sum)
	for i, l := range logits {
		logs[i] = float32(float64(l) - shift)
	}
}
