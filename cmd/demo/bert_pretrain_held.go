package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

// heldFile has a line of JSON for each measurement, of type heldScore.
const heldFile = "held.jsonl"

// mostHeldBatches are measured on.
const mostHeldBatches = 40

// heldScore is how both tasks stand on the documents held out.
type heldScore struct {
	Step             int     `json:"step"`
	WordLoss         float64 `json:"word_loss"` // nats
	WordAccuracy     float64 `json:"word_accuracy"`
	SentenceLoss     float64 `json:"sentence_loss"`
	SentenceAccuracy float64 `json:"sentence_accuracy"`
}

// heldOut measures a model on documents that it is not trained on.
type heldOut struct {
	function *graph.Function
	pairs    *data.SentencePairs
	batches  int
	path     string
	every    int

	scores   []heldScore
	words    int     // that are hidden there
	majority float64 // share of sentences that the more frequent answer gets right
	failed   error
}

func newHeldOut(s *pretrainSession, p graph.Precision, path string) (h *heldOut, err error) {
	h = &heldOut{path: path, every: s.recipe.EvalEvery}
	if h.function, err = s.model.Evaluation(graph.Options{Precision: p}); err != nil {
		return nil, err
	}
	if h.pairs, err = s.pairs(s.corpus.held); err != nil {
		return nil, err
	}
	if h.batches, err = h.pairs.PerEpoch(0); err != nil {
		return nil, err
	}
	h.batches = min(h.batches, mostHeldBatches)
	next, all := 0, 0
	var b data.PairBatch
	for i := range h.batches {
		if err := h.pairs.Fill(&b, i); err != nil {
			return nil, err
		}
		h.words, all = h.words+b.Hidden, all+b.Rows
		for _, n := range b.Next {
			next += n
		}
	}
	share := float64(next) / float64(all)
	h.majority = max(share, 1-share)
	return h, h.read()
}

// read takes the measurements of a run that is gone on with.
func (h *heldOut) read() error {
	text, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var s heldScore
		if json.Unmarshal(lines.Bytes(), &s) == nil { // the last line may not be whole
			h.scores = append(h.scores, s)
		}
	}
	return err
}

// observe measures where it is due; false is to stop, as failed says why.
func (h *heldOut) observe(ctx context.Context, e train.Event, show train.Observer) bool {
	switch e.Kind {
	case train.Started: // forget what came after the checkpoint
		for len(h.scores) > 0 && h.scores[len(h.scores)-1].Step > e.Step {
			h.scores = h.scores[:len(h.scores)-1]
		}
	case train.Stepped:
	default:
		return true
	}
	due := e.Step > 0 && (e.Step == e.Steps || h.every > 0 && e.Step%h.every == 0)
	if n := len(h.scores); !due || n > 0 && h.scores[n-1].Step == e.Step {
		return true
	}
	score, err := h.measure(ctx)
	if ctx.Err() != nil { // a run that is gone on with measures here
		return true
	}
	if err == nil {
		score.Step = e.Step
		h.scores = append(h.scores, score)
		show(train.Event{Kind: train.Validated, Step: e.Step, Steps: e.Steps, Loss: score.WordLoss + score.SentenceLoss})
		err = h.write()
	}
	h.failed = err
	return err == nil
}

// measure is all batches once.
func (h *heldOut) measure(ctx context.Context) (heldScore, error) {
	var g bert.Guesses
	var b data.PairBatch
	for i := range h.batches {
		err := ctx.Err()
		if err == nil {
			err = h.pairs.Fill(&b, i)
		}
		if err == nil {
			err = g.Add(h.function, bert.Pretraining(&b))
		}
		if err != nil {
			return heldScore{}, err
		}
	}
	words, sentences := float64(max(g.Words, 1)), float64(max(g.Sentences, 1))
	return heldScore{
		WordLoss: g.WordLoss / words, WordAccuracy: float64(g.RightWords) / words,
		SentenceLoss: g.SentenceLoss / sentences, SentenceAccuracy: float64(g.RightSentences) / sentences,
	}, nil
}

func (h *heldOut) write() error {
	var text bytes.Buffer
	for _, s := range h.scores {
		if err := json.NewEncoder(&text).Encode(s); err != nil {
			return err
		}
	}
	return replace(h.path, text.String())
}
