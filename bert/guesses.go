package bert

import (
	"fmt"

	"github.com/gaze-ml/gaze/graph"
)

// Guesses counts what a model for PreTraining guesses right, over the batches that
// were added.
type Guesses struct {
	Words, RightWords         int     // that were hidden
	Sentences, RightSentences int     // that follow, or do not
	WordLoss, SentenceLoss    float64 // sums over all of them, in nats
}

// Add runs a function of Model.Evaluation on inputs of Pretraining, and counts.
func (g *Guesses) Add(evaluation *graph.Function, in graph.Values) error {
	return evaluation.Call(in, graph.NewStates(), func(r *graph.Results) error {
		words, wordLoss, err := guesses(r, in, "logits", "labels", "words")
		if err != nil {
			return err
		}
		sentences, sentenceLoss, err := guesses(r, in, "next", "next", "sentences")
		if err != nil {
			return err
		}
		g.Words, g.RightWords = g.Words+words[0], g.RightWords+words[1]
		g.Sentences, g.RightSentences = g.Sentences+sentences[0], g.RightSentences+sentences[1]
		g.WordLoss, g.SentenceLoss = g.WordLoss+wordLoss, g.SentenceLoss+sentenceLoss
		return nil
	})
}

// guesses are how many labels count, and how many of them are the greatest of their
// logits, and the sum of their losses.
func guesses(r *graph.Results, in graph.Values, logits, labels, loss string) (n [2]int, sum float64, err error) {
	wanted, ok := in[labels].Data().([]int)
	if !ok {
		return n, 0, fmt.Errorf("guesses: input %q: want whole numbers", labels)
	}
	mean, err := r.Float(loss)
	if err != nil {
		return n, 0, fmt.Errorf("guesses: %w: want an evaluation of a model for PreTraining", err)
	}
	x, err := r.Value(logits)
	if err != nil {
		return n, 0, fmt.Errorf("guesses: %w", err)
	}
	rows := x.Data().([]float32) // what such a model computes
	classes := len(rows) / len(wanted)
	for i, want := range wanted {
		if want < 0 {
			continue
		}
		n[0]++
		row, best := rows[i*classes:(i+1)*classes], 0
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		if best == want {
			n[1]++
		}
	}
	return n, mean * float64(n[0]), nil
}
