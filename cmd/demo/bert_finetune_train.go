package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
)

// prepare fills the trainer.
func (s *bertSession) prepare() error {
	p, err := trainingPrecision(s.Precision)
	if err != nil {
		return err
	}
	const programs = 128 // one for each length of a batch
	f, err := s.model.Training(graph.Options{Seed: s.Seed, Accumulate: s.Accumulate > 1, Precision: p, Programs: programs})
	if err != nil {
		return err
	}
	e := s.examples["data"]
	batches, err := data.NewLengthBatches(e.Lengths(), s.Batch, s.Seed)
	if err != nil {
		return err
	}
	epoch := max(1, batches.PerEpoch()/s.Accumulate) // steps
	steps := s.Steps
	if steps == 0 {
		steps = s.Epochs * epoch
	}
	s.trainer = train.Trainer{
		Function: f, Source: bertSource(e, batches, s.Accumulate), Steps: steps, Accumulate: s.Accumulate, Patience: s.Patience,
	}
	if s.trainer.Optimizer, err = s.optimizer(steps); err != nil {
		return err
	}
	if s.trainer.Validation, err = s.validation(p, epoch); err != nil {
		return err
	}
	s.trainer.Checkpoints, err = s.checkpoints(epoch)
	return err
}

// bertSource takes batch after batch.
func bertSource(e *bert.Examples, batches *data.LengthBatches, accumulate int) train.Source {
	var which []int
	return func(step, micro int) (graph.Values, error) {
		var err error
		if which, err = batches.Fill(which, step*accumulate+micro); err != nil {
			return nil, err
		}
		return e.Batch(which...), nil
	}
}

// optimizer is AdamW as for BERT (Devlin et al. 2019, §A.2).
func (s *bertSession) optimizer(steps int) (optimizers.Optimizer, error) {
	o := optimizers.NewAdamW(s.LR)
	o.WeightDecay = s.Decay
	o.DecayOnly = optimizers.ExceptBiasAndNorm
	o.Schedule = optimizers.Linear(int(s.Warmup*float64(steps)), steps, 0)
	if s.LayerDecay != 1 {
		o.Factor = optimizers.LayerDecay(s.LayerDecay, s.model.Config.NumHiddenLayers)
	}
	if s.Clip > 0 {
		o.Before(optimizers.NewClipNorm(s.Clip))
	}
	for _, pattern := range s.Freeze {
		if !s.fits(pattern) {
			return nil, fmt.Errorf("--freeze %q: no parameter has such a name: they are like %q, in which * stands for anything", pattern,
				"bert.encoder.layer.0.output.dense.weight")
		}
	}
	if len(s.Freeze) > 0 {
		o.Frozen = optimizers.Paths(s.Freeze...)
	}
	return o, nil
}

func (s *bertSession) fits(pattern string) bool {
	selected := optimizers.Paths(pattern)
	for _, path := range s.model.Store.Paths() {
		if selected(path, nil) {
			return true
		}
	}
	return false
}

// validation measures the examples that are kept aside; nil: there are none.
func (s *bertSession) validation(p graph.Precision, epoch int) (*train.Validation, error) {
	dev := s.examples["dev"]
	if dev == nil {
		return nil, nil
	}
	v, err := s.model.Evaluator(graph.Options{Precision: p})
	if err != nil {
		return nil, err
	}
	every := s.EvalEvery
	if every == 0 {
		every = epoch
	}
	return &train.Validation{Every: every, Metric: s.Metric, Measure: func(ctx context.Context) (loss, score float64, err error) {
		found, err := v.Run(ctx, dev)
		if err != nil {
			return 0, 0, err
		}
		m, err := s.task.measure(&s.bertRecipe, s.parts["dev"], found)
		if err != nil {
			return 0, 0, err
		}
		return m.Loss, m.Scores[s.Metric], nil
	}}, nil
}

// checkpoints makes each one a folder that bert.LoadFolder reads.
func (s *bertSession) checkpoints(epoch int) (c train.Checkpoints, err error) {
	c = train.Checkpoints{Folder: s.runFolder(), Every: s.SaveEvery, Seed: s.Seed, Layouts: s.model.Layouts(), Files: map[string][]byte{}}
	if c.Every == 0 {
		c.Every = epoch
	}
	if c.Files[configFile], err = json.MarshalIndent(s.model.Config, "", "  "); err != nil {
		return c, err
	}
	if c.Hyperparameters, err = s.hyperparameters(); err != nil {
		return c, err
	}
	beside, err := os.MkdirTemp(s.out, ".tokenizer-*.tmp")
	if err != nil {
		return c, err
	}
	defer os.RemoveAll(beside)
	if err := bert.CopyTokenizer(s.model.path, beside); err != nil {
		return c, err
	}
	files, err := os.ReadDir(beside)
	if err != nil {
		return c, err
	}
	for _, f := range files {
		if c.Files[f.Name()], err = os.ReadFile(filepath.Join(beside, f.Name())); err != nil {
			return c, err
		}
	}
	return c, nil
}
