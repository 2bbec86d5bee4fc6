package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
)

// pretrainSession is a recipe at work.
type pretrainSession struct {
	recipe  *pretrainRecipe
	corpus  *pretrainCorpus
	model   *bert.Model
	trainer train.Trainer
	held    *heldOut
	tokens  int // of the step's batches
}

func newPretrainSession(r *pretrainRecipe, text *pretrainCorpus, out string) (*pretrainSession, error) {
	config, err := r.config(text.training.Vocab())
	if err != nil {
		return nil, err
	}
	m, err := bert.New(config, r.Seed)
	if err != nil {
		return nil, err
	}
	s := &pretrainSession{recipe: r, corpus: text, model: m}
	return s, s.prepare(out)
}

// config is BERT's in the sizes of a recipe.
func (r *pretrainRecipe) config(vocab int) (*bert.Config, error) {
	const most = 1e9
	w := float64(r.Width)
	if n := w * (12*w*float64(r.Layers) + float64(vocab+r.Length)); n > most {
		return nil, fmt.Errorf("--layers %d --width %d are a model of %.0f million numbers: want at most %.0f million", r.Layers, r.Width, n/1e6, most/1e6)
	}
	c := bert.BaseUncased()
	c.VocabSize, c.MaxPositionEmbeddings = vocab, r.Length
	c.NumHiddenLayers, c.NumAttentionHeads, c.HiddenSize, c.IntermediateSize = r.Layers, r.Heads, r.Width, 4*r.Width
	c.HiddenDropoutProb, c.AttentionProbsDropoutProb = r.Dropout, r.Dropout
	c.InitializerRange = 0.02 * math.Sqrt(768/w) // as large sums as with the width that 0.02 was chosen for
	return c, nil
}

// pairs are batches of documents, with words hidden.
func (s *pretrainSession) pairs(d *data.Documents) (*data.SentencePairs, error) {
	r := s.recipe
	p, err := data.NewSentencePairs(d, s.corpus.tokenizer, r.Length, r.Batch, r.Seed)
	if err != nil {
		return nil, err
	}
	p.Masking, err = data.NewMasking(s.corpus.tokenizer, r.Seed)
	if err == nil {
		p.Masking.Whole = r.Whole
	}
	return p, err
}

// prepare fills the trainer.
func (s *pretrainSession) prepare(out string) error {
	r := s.recipe
	p, err := trainingPrecision(r.Precision)
	if err != nil {
		return err
	}
	if pad, ok := s.corpus.tokenizer.ID("[PAD]"); ok {
		s.model.Config.PadTokenID = &pad
	}
	f, err := s.model.Training(graph.Options{Seed: r.Seed, Accumulate: r.Accumulate > 1, Precision: p})
	if err != nil {
		return err
	}
	pairs, err := s.pairs(s.corpus.training)
	if err != nil {
		return err
	}
	if s.held, err = newHeldOut(s, p, filepath.Join(out, heldFile)); err != nil {
		return err
	}
	var b data.PairBatch
	s.trainer = train.Trainer{
		Function: f, Optimizer: r.optimizer(), Steps: r.Steps, Accumulate: r.Accumulate,
		Source: func(step, micro int) (graph.Values, error) {
			if err := pairs.Fill(&b, step*r.Accumulate+micro); err != nil {
				return nil, err
			}
			if micro == 0 {
				s.tokens = 0
			}
			s.tokens += b.Tokens
			return bert.Pretraining(&b), nil
		},
	}
	s.trainer.Checkpoints, err = s.checkpoints(filepath.Join(out, runFolder))
	return err
}

// optimizer is AdamW as BERT had it: matrices decay, the rate rises along a line and
// falls along another, and the norm of all gradients is clipped.
func (r *pretrainRecipe) optimizer() *optimizers.AdamW {
	o := optimizers.NewAdamW(r.LR)
	o.WeightDecay, o.DecayOnly = r.WeightDecay, optimizers.Matrices
	o.Schedule = optimizers.Linear(r.Warmup, r.Steps, 0)
	if r.Clip > 0 {
		o.Before(optimizers.NewClipNorm(r.Clip))
	}
	return o
}

// checkpoints makes each one a folder that bert.LoadFolder reads.
func (s *pretrainSession) checkpoints(folder string) (train.Checkpoints, error) {
	c := train.Checkpoints{
		Folder: folder, Every: s.recipe.SaveEvery, Seed: s.recipe.Seed, Layouts: s.model.Layouts(), Files: map[string][]byte{},
	}
	config, err := json.MarshalIndent(s.model.Config, "", "  ")
	if err != nil {
		return c, err
	}
	c.Files[configFile] = config
	for name, text := range s.corpus.files {
		c.Files[name] = text
	}
	c.Hyperparameters, err = json.Marshal(s.recipe)
	return c, err
}

// run trains, and tells progress.
func (s *pretrainSession) run(ctx context.Context, progress io.Writer) (train.Summary, error) {
	d, r := s.corpus, s.recipe
	fmt.Fprintf(progress, "text:   %s\ntokens: %s of %s to train on, %s of %s to measure on, %d different\n", d.name,
		short(d.training.Tokens()), counted(d.training.Len(), "document"), short(d.held.Tokens()),
		counted(d.held.Len(), "document"), d.training.Vocab())
	n := 0
	for _, path := range s.model.Store.Paths() {
		e, _ := s.model.Store.Entry(path)
		n += e.Value().DataSize()
	}
	fmt.Fprintf(progress, "model:  %s of %s, width %d, length %d: %s parameters\n",
		counted(r.Layers, "layer"), counted(r.Heads, "head"), r.Width, r.Length, short(n))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	show := observer(progress)
	s.trainer.Observers = append(s.trainer.Observers, func(e train.Event) {
		if e.Kind == train.Stepped {
			e.Tokens = float64(s.tokens) // what weighs in the loss is pairs
		}
		show(e)
		if !s.held.observe(ctx, e, show) {
			cancel()
		}
	})
	summary, err := s.trainer.Run(ctx)
	if s.held.failed != nil {
		return summary, s.held.failed
	}
	return summary, err
}
