package bert

import (
	"math"
	"sort"
)

// Answer is a part of a context, in bytes: Context[From:To] == Text. Nothing, "", is
// the answer that there is none.
type Answer struct {
	Text        string
	From, To    int
	Score       float64 // the sum of both logits
	Null        float64 // the score of there being none: the least of all windows'
	Probability float64 // that it begins and ends there, of its window's tokens
}

// Answer is the best span of question i's context in any of its windows: that with
// the highest sum of logits, which begins and ends in the context, and is not longer
// than Windows allows. With impossible, it is none if that scores higher than any
// (Rajpurkar et al. 2018; Devlin et al. 2019, §4.3).
func (p *Predictions) Answer(i int, impossible bool) Answer {
	best := Answer{Score: math.Inf(-1), Null: math.Inf(1)}
	nothing := 0.0
	texts := p.examples.texts
	for k := sort.SearchInts(texts, i); k < len(texts) && texts[k] == i; k++ {
		n := len(p.logits[k]) / 2
		start, end := p.logits[k][:n], p.logits[k][n:]
		if null := float64(start[0]) + float64(end[0]); null < best.Null {
			best.Null = null
			nothing = softmax(start)[0] * softmax(end)[0]
		}
		from, to, score := p.examples.bestSpan(k, start, end)
		if score <= best.Score {
			continue
		}
		bytes := p.examples.encodings[k].Bytes
		best.From, best.To, best.Score = bytes[from][0], bytes[to][1], score
		best.Text = p.examples.contexts[i][best.From:best.To]
		best.Probability = softmax(start)[from] * softmax(end)[to]
	}
	if best.Text == "" || impossible && best.Null > best.Score {
		return Answer{Score: best.Score, Null: best.Null, Probability: nothing}
	}
	return best
}

// bestSpan is the best of example k; its score is −Inf if there is none.
func (e *Examples) bestSpan(k int, start, end []float32) (from, to int, score float64) {
	score = math.Inf(-1)
	sequences := e.encodings[k].Sequences
	for i := range start {
		if sequences[i] != 1 {
			continue
		}
		for j := i; j < min(i+e.longest, len(end)) && sequences[j] == 1; j++ {
			if s := float64(start[i]) + float64(end[j]); s > score {
				from, to, score = i, j, s
			}
		}
	}
	return from, to, score
}
