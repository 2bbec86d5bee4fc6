package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/train"
)

const taggerTrainLong = `Train a network that cuts Chinese into words, on gold sentences.

The file has a sentence a line, words parted by spaces; it may be compressed, as
.gz. The network sees each character with two on each side, and the pairs among
them, and tags it as the begin, middle or end of a word or as a word of its own.
With --hold, a share of the sentences, the last ones, is kept aside and scored.`

// taggerTraining is the command tagger train.
type taggerTraining struct {
	data, out            string
	config               tagger.Config
	epochs, batch, least int
	lr, forget, hold     float64
	seed                 uint64
	json                 bool
}

func newTaggerTrain() *cobra.Command {
	t := taggerTraining{config: tagger.Small()}
	c := &cobra.Command{
		Use: "train", Short: "Train on gold sentences", Long: taggerTrainLong,
		Example: `  demo tagger train --data dev.words
  demo tagger train --data dev.words.gz --hold 0.1 --out out/mine`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return t.run(c) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&t.data, "data", "", "gold sentences to train on")
	f.StringVar(&t.out, "out", "out/tagger", "folder for all that is written")
	f.Float64Var(&t.hold, "hold", 0, "share of the sentences to score on")
	f.IntVar(&t.epochs, "epochs", 10, "times that each character is seen")
	f.IntVar(&t.batch, "batch", 256, "characters a step")
	f.Float64Var(&t.lr, "lr", 2e-3, "highest learning rate, of AdamW")
	f.IntVar(&t.config.Width, "width", t.config.Width, "of the embeddings")
	f.IntVar(&t.config.Hidden, "hidden", t.config.Hidden, "width of the hidden layer")
	f.Float64Var(&t.config.Dropout, "dropout", t.config.Dropout, "while training")
	f.Float64Var(&t.forget, "forget", 0.2, "share of characters made unknown while training")
	f.IntVar(&t.least, "least", 2, "how often a character comes to have an embedding")
	f.Uint64Var(&t.seed, "seed", 1, "of everything random: the same seed gives the same bits")
	f.BoolVar(&t.json, "json", false, "print the result as JSON")
	folders(c, "out")
	must(c.MarkFlagFilename("data"))
	return c
}

func (t *taggerTraining) check() error {
	switch {
	case t.epochs < 1 || t.epochs > 1e6:
		return fmt.Errorf("--epochs %d: want 1 or more", t.epochs)
	case t.batch < 1 || t.batch > 1<<20:
		return fmt.Errorf("--batch %d: want 1 to %d", t.batch, 1<<20)
	case !(t.lr > 0 && t.lr < 100):
		return fmt.Errorf("--lr %v: want above 0, such as 0.002", t.lr)
	case !(t.forget >= 0 && t.forget < 1):
		return fmt.Errorf("--forget %v: want 0 to below 1", t.forget)
	case !(t.hold >= 0 && t.hold < 1):
		return fmt.Errorf("--hold %v: want 0 to below 1", t.hold)
	}
	return checkFolder(t.out)
}

// taggerTrained is what tagger train --json prints.
type taggerTrained struct {
	Steps int        `json:"steps"`
	Loss  float64    `json:"loss"` // of the last step
	Held  *wordScore `json:"held,omitempty"`
	Files []string   `json:"files"`
}

func (t *taggerTraining) run(c *cobra.Command) error {
	if err := t.check(); err != nil {
		return err
	}
	gold, err := readGold("--data", t.data)
	if err != nil {
		return err
	}
	held := gold[len(gold)-int(t.hold*float64(len(gold))):]
	gold = gold[:len(gold)-len(held)]
	m, err := tagger.New(t.config, tagger.NewVocabulary(gold, t.least), t.seed)
	if err != nil {
		return err
	}
	out, err := openFolder(t.out)
	if err != nil {
		return err
	}
	r, err := t.trainer(m, gold)
	if err != nil {
		return err
	}
	r.Observers = append(r.Observers, observer(c.ErrOrStderr()))
	summary, err := r.Run(c.Context())
	if err != nil {
		return err
	}
	result := taggerTrained{Steps: summary.Step, Loss: summary.Loss}
	if len(held) > 0 {
		vocabulary := segment.NewDictionaryOf(gold)
		s, err := scoreTagger(m, held, vocabulary)
		if err != nil {
			return err
		}
		w := newWordScore("held back", s, vocabulary)
		result.Held = &w
	}
	return t.save(c, m, out, result)
}

// trainer goes through the sentences as package tagger was measured.
func (t *taggerTraining) trainer(m *tagger.Model, gold [][]string) (*train.Trainer, error) {
	e, err := tagger.NewExamples(m.Vocabulary, gold, t.batch, t.seed)
	if err != nil {
		return nil, err
	}
	e.Forget = t.forget
	f, err := m.Training(graph.Options{Seed: t.seed})
	if err != nil {
		return nil, err
	}
	steps := t.epochs * e.Steps()
	o := optimizers.NewAdamW(t.lr)
	o.Schedule = optimizers.Cosine(min(50, steps/2), steps, 0.02)
	source := func(step, _ int) (graph.Values, error) { return e.Random(step) }
	return &train.Trainer{Function: f, Optimizer: o, Source: source, Steps: steps}, nil
}

func (t *taggerTraining) save(c *cobra.Command, m *tagger.Model, out *folder, r taggerTrained) error {
	if err := m.Save(out.path); err != nil {
		return err
	}
	out.note("model.safetensors", "the weights")
	out.note(configFile, "the sizes")
	out.note(vocabularyFile, "the characters and pairs that it knows")
	if err := out.explain("A tagger that cuts Chinese into words", "Written by `demo tagger train`. Use it: `demo tagger segment --checkpoint "+t.out+"`"); err != nil {
		return err
	}
	r.Files = out.paths()
	w := c.OutOrStdout()
	if t.json {
		return printJSON(w, r)
	}
	if r.Held != nil {
		printWordScores(w, []wordScore{*r.Held})
		fmt.Fprintln(w)
	}
	out.list(w)
	_, err := fmt.Fprintf(w, "\nNext: demo tagger segment --checkpoint %s 他来到北京大学\n", t.out)
	return err
}
