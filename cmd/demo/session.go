package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

const (
	runFolder      = "run" // of an out folder: checkpoints and log
	vocabularyFile = "vocabulary.json"
	configFile     = "config.json"
)

// session is a recipe at work.
type session struct {
	recipe  recipe
	corpus  *corpus
	model   *gpt.Model
	trainer train.Trainer
}

// newSession makes everything ready, and finds what is wrong with the recipe.
func newSession(r recipe, checkpoints string) (*session, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	r = r.settled()
	c, err := openCorpus(&r, nil)
	if err != nil {
		return nil, err
	}
	if err := r.fits(c); err != nil {
		return nil, err
	}
	s := &session{recipe: r, corpus: c}
	if s.model, err = gpt.New(r.config(c.vocabulary.Size()), r.Seed); err != nil {
		return nil, err
	}
	return s, s.prepare(checkpoints)
}

// fits compares a recipe with its text.
func (r *recipe) fits(c *corpus) error {
	if n := c.training.Len(); n <= r.Block {
		return fmt.Errorf("--block %d: the training split of %s has %s: want a shorter block, or a longer text", r.Block, c.name, counted(n, "token"))
	}
	if n := c.validation.Len(); n < 2 {
		return fmt.Errorf("--split %v: the validation split of %s has %s: want a smaller --split, or a longer text", r.Split, c.name, counted(n, "token"))
	}
	const most = 1e9
	w := float64(r.Width)
	if n := w * (12*w*float64(r.Layers) + float64(c.vocabulary.Size()+r.Block)); n > most {
		return fmt.Errorf("--layers %d --width %d are a model of %.0f million numbers: want at most %.0f million", r.Layers, r.Width, n/1e6, most/1e6)
	}
	return nil
}

// prepare fills the trainer.
func (s *session) prepare(checkpoints string) error {
	r := &s.recipe
	p, err := trainingPrecision(r.Precision)
	if err != nil {
		return err
	}
	f, err := s.model.Training(graph.Options{Seed: r.Seed, Accumulate: r.Accumulate > 1, Precision: p})
	if err != nil {
		return err
	}
	blocks, err := data.NewRandomBlocks(s.corpus.training, r.Batch, r.Block, r.Seed)
	if err != nil {
		return err
	}
	v, err := validation(s.model, s.corpus.validation, r.Block, p)
	if err != nil {
		return err
	}
	v.Every = r.EvalEvery
	next := feed(blocks)
	s.trainer = train.Trainer{
		Function: f, Optimizer: r.optimizer(), Validation: v,
		Source: func(step, micro int) (graph.Values, error) { return next(step*r.Accumulate + micro) },
		Steps:  r.Steps, Accumulate: r.Accumulate, Patience: r.Patience,
	}
	s.trainer.Checkpoints, err = s.checkpoints(checkpoints)
	return err
}

// checkpoints makes each one a folder that gpt.Load and lm sample read.
func (s *session) checkpoints(folder string) (train.Checkpoints, error) {
	c := train.Checkpoints{Folder: folder, Every: s.recipe.SaveEvery, Seed: s.recipe.Seed, Layouts: s.model.Layouts()}
	config, err := json.MarshalIndent(s.model.Config, "", "  ")
	if err != nil {
		return c, err
	}
	vocabulary, err := json.Marshal(s.corpus.vocabulary)
	if err != nil {
		return c, err
	}
	c.Files = map[string][]byte{configFile: config, vocabularyFile: vocabulary}
	c.Hyperparameters, err = json.Marshal(s.recipe)
	return c, err
}

// run trains, and tells progress.
func (s *session) run(ctx context.Context, progress io.Writer) (train.Summary, error) {
	fmt.Fprintf(progress, "text:   %s\ntokens: %s to train on, %s to validate on, %d different\n", s.corpus.name,
		short(s.corpus.training.Len()), short(s.corpus.validation.Len()), s.corpus.vocabulary.Size())
	fmt.Fprintf(progress, "model:  %s of %s, width %d, block %d: %s parameters\n",
		counted(s.recipe.Layers, "layer"), counted(s.recipe.Heads, "head"), s.recipe.Width, s.recipe.Block, short(parameters(s.model)))
	s.trainer.Observers = append(s.trainer.Observers, observer(progress))
	return s.trainer.Run(ctx)
}

// observer is a bar on a terminal and plain lines elsewhere.
func observer(w io.Writer) train.Observer {
	if f, ok := w.(*os.File); ok {
		return train.Progress(f)
	}
	return train.Lines(w, 0)
}

// stopped says how to go on, if that is what has happened.
func stopped(err error, s train.Summary, again string) error {
	if !errors.Is(err, train.ErrInterrupted) || s.Saved == "" {
		return err
	}
	return fmt.Errorf("%w after step %d of %d, which is saved; to go on: %s", train.ErrInterrupted, s.Step, s.Steps, again)
}
