package main

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/gaze-ml/gaze/baselines"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/metrics"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// score is how well a model predicts a text.
type score struct {
	Model            string  `json:"model"`
	Loss             float64 `json:"loss"` // nats a token
	Perplexity       float64 `json:"perplexity"`
	BitsPerCharacter float64 `json:"bits_per_character"`
	Size             int     `json:"size"` // numbers learned, or n-grams counted
}

// newScore is that of a mean loss over all tokens of a text but the first.
func newScore(model string, size int, loss float64, text data.Tokens, v tokenizer.Vocabulary) score {
	n := text.Len() - 1
	return score{
		Model: model, Size: size, Loss: loss, Perplexity: metrics.Perplexity(loss*float64(n), n),
		BitsPerCharacter: metrics.BitsPerCharacter(loss*float64(n), characters(text, v)),
	}
}

// characters counts those of a text after its first token.
func characters(text data.Tokens, v tokenizer.Vocabulary) int {
	if _, ok := v.(tokenizer.Bytes); !ok {
		return text.Len() - 1 // each token is one
	}
	n := 0
	for i := 1; i < text.Len(); i++ {
		if text.At(i)&0xC0 != 0x80 { // not a byte that continues a character
			n++
		}
	}
	return n
}

// ngrams measures n-gram models of some orders, and knowing nothing.
func ngrams(ctx context.Context, training, text data.Tokens, v tokenizer.Vocabulary, orders ...int) ([]score, error) {
	var list []score
	for _, order := range orders {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m, err := baselines.TrainNgram(training, order)
		if err != nil {
			return nil, err
		}
		loss, err := m.CrossEntropy(text)
		if err != nil {
			return nil, err
		}
		list = append(list, newScore(fmt.Sprintf("%d-gram", order), m.Size(), loss, text, v))
	}
	return append(list, newScore("a uniform guess", 0, math.Log(float64(v.Size())), text, v)), nil
}

// printScores writes a table, and what its last column means.
func printScores(w io.Writer, list []score) {
	fmt.Fprintf(w, "%-18s %8s %12s %16s %14s\n", "", "loss", "perplexity", "bits/character", "size")
	for _, s := range list {
		fmt.Fprintf(w, "%-18s %8.4f %12.2f %16.3f %14s\n", s.Model, s.Loss, s.Perplexity, s.BitsPerCharacter, short(s.Size))
	}
	fmt.Fprintln(w, "Size is how many numbers it has learned, or pieces of text it has counted.")
}
