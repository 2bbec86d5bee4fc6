package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/train"
)

// bertSession is a recipe of bert finetune at work.
type bertSession struct {
	bertFinetuning
	task            bertTask
	parts           map[string]*bertPart      // data, dev and test; those that there are
	examples        map[string]*bert.Examples // the same
	model           *bertModel                // with the task's head
	trainer         train.Trainer
	trainingSeconds float64
}

func (b *bertFinetuning) run(c *cobra.Command) error {
	if err := b.settle(c); err != nil {
		return err
	}
	task, err := b.bertRecipe.task()
	if err != nil {
		return err
	}
	s := &bertSession{bertFinetuning: *b, task: task, parts: map[string]*bertPart{}, examples: map[string]*bert.Examples{}}
	if err := s.read(); err != nil {
		return err
	}
	if err := s.open(); err != nil {
		return err
	}
	defer s.model.Close() // what it holds is saved before
	out, err := openFolder(b.out)
	if err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return err
	}
	s.tell(c.ErrOrStderr())
	began := time.Now()
	summary, err := s.trainer.Run(c.Context())
	if err != nil {
		return stopped(err, summary, "demo bert finetune --resume --out "+b.out)
	}
	s.trainingSeconds = time.Since(began).Seconds()
	return s.finish(c, out, summary)
}

// read reads all examples.
func (s *bertSession) read() error {
	if s.Data == "" {
		return errors.New("want --data, examples to train on")
	}
	all, err := s.readPart(s.task, "data", s.Data)
	if err != nil {
		return err
	}
	s.parts["data"] = all
	for flag, path := range map[string]string{"dev": s.Dev, "test": s.Test} {
		if path == "" {
			continue
		}
		if s.parts[flag], err = s.readPart(s.task, flag, path); err != nil {
			return err
		}
	}
	if s.Dev != "" || s.Hold == 0 {
		return nil
	}
	numbers, err := data.SplitRandom(all.len(), s.Seed, s.Hold)
	if err != nil {
		return fmt.Errorf("--hold %v of %d examples: %w: give another --hold, 0 for none, or --dev", s.Hold, all.len(), err)
	}
	s.parts["dev"] = all.pick("dev", numbers[0])
	s.parts["data"] = all.pick("data", numbers[1])
	s.parts["all"] = all
	return nil
}

// open makes the model, and encodes the examples for it.
func (s *bertSession) open() error {
	from, err := s.begin()
	if err != nil {
		return err
	}
	defer from.Close()    // it is copied
	all := s.parts["all"] // labels that are kept aside alone are known, too
	if all == nil {
		all = s.parts["data"]
	}
	delete(s.parts, "all")
	labels, err := s.task.labels(all)
	if err != nil {
		return err
	}
	if labels != nil && several(all.examples) && s.Task == "classify" {
		from.Config.MultiLabel()
	}
	m, err := from.For(s.task.head(&s.bertRecipe), s.Seed, labels...)
	if err != nil {
		return err
	}
	s.model = &bertModel{from.path, m, from.tokenizer}
	if err := s.model.cut("--max-length", s.Longest); err != nil {
		return err
	}
	for name, p := range s.parts {
		if s.examples[name], err = s.task.encode(s.model, &s.bertRecipe, p); err != nil {
			return fmt.Errorf("--%s: %w", name, err)
		}
		if !s.examples[name].Known() {
			return fmt.Errorf("--%s: nothing says what is wanted of its examples", name)
		}
	}
	return nil
}

// begin is the model that is tuned.
func (s *bertSession) begin() (*bertModel, error) {
	if s.Model != "" {
		return openBert(s.Model)
	}
	m, t, err := bert.NewFolder(s.Config, s.Seed)
	if err != nil {
		return nil, fmt.Errorf("--config %s: %w", s.Config, err)
	}
	return &bertModel{s.Config, m, t}, nil
}

// tell says what is about to happen.
func (s *bertSession) tell(w io.Writer) {
	fmt.Fprintf(w, "data:   %s to train on (%s)", short(s.parts["data"].len()), counted(s.examples["data"].Len(), "sequence"))
	for _, name := range []string{"dev", "test"} {
		if p := s.parts[name]; p != nil {
			fmt.Fprintf(w, ", %s %s", name, short(p.len()))
		}
	}
	c := s.model.Config
	fmt.Fprintf(w, "\nmodel:  %s of %s, width %d", counted(c.NumHiddenLayers, "layer"), counted(c.NumAttentionHeads, "head"), c.HiddenSize)
	if c.Task() != bert.QuestionAnswering {
		fmt.Fprintf(w, ", %s", counted(len(c.Labels()), "label"))
	}
	fmt.Fprintf(w, "\nsteps:  %d of %d examples\n", s.trainer.Steps, s.Batch*s.Accumulate)
	s.trainer.Observers = append(s.trainer.Observers, observer(w))
}

// best is the model as it was measured best, or is now if nothing was measured.
func (s *bertSession) best() (*bertModel, error) {
	c, err := train.Best(s.runFolder())
	if errors.Is(err, fs.ErrNotExist) {
		c, err = train.Latest(s.runFolder())
	}
	if err != nil {
		return nil, err
	}
	m, err := bert.Load(c.Path)
	if err != nil {
		return nil, err
	}
	return &bertModel{s.model.path, m, s.model.tokenizer}, nil
}

// measure scores a model on a part.
func (s *bertSession) measure(ctx context.Context, m *bertModel, name string) (*bertMeasured, error) {
	e, err := s.task.encode(m, &s.bertRecipe, s.parts[name])
	if err != nil {
		return nil, err
	}
	p, err := trainingPrecision(s.Precision)
	if err != nil {
		return nil, err
	}
	v, err := m.Evaluator(graph.Options{Precision: p})
	if err != nil {
		return nil, err
	}
	found, err := v.Run(ctx, e)
	if err != nil {
		return nil, err
	}
	return s.task.measure(&s.bertRecipe, s.parts[name], found)
}

// hyperparameters are the recipe, for checkpoints.
func (s *bertSession) hyperparameters() (json.RawMessage, error) { return json.Marshal(s.bertRecipe) }
