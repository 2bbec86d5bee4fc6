package main

import (
	"fmt"
	"os"

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
With --hold, a share of the sentences, the last ones, is kept aside and scored.

Ctrl-C finishes the step and saves it in OUT/run; --resume goes on from there and
comes to the same bits as a run left alone. It keeps what it was begun with; only
--data may be given anew, if the file has moved. OUT/run is gone at the end.`

// taggerTraining is the command tagger train.
type taggerTraining struct {
	taggerRecipe
	out          string
	resume, json bool
	before       string // the checkpoint that a resumed run goes on from
}

func newTaggerTrain() *cobra.Command {
	t := taggerTraining{taggerRecipe: taggerRecipe{Config: tagger.Small()}}
	c := &cobra.Command{
		Use: "train", Short: "Train on gold sentences", Long: taggerTrainLong,
		Example: `  demo tagger train --data dev.words
  demo tagger train --data dev.words.gz --hold 0.1 --out out/mine
  demo tagger train --resume --out out/mine`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return t.run(c) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&t.Data, "data", "", "gold sentences to train on")
	f.StringVar(&t.out, "out", "out/tagger", "folder for all that is written")
	f.Float64Var(&t.Hold, "hold", 0, "share of the sentences to score on")
	f.IntVar(&t.Epochs, "epochs", 10, "times that each character is seen")
	f.IntVar(&t.Batch, "batch", 256, "characters a step")
	f.Float64Var(&t.LR, "lr", 2e-3, "highest learning rate, of AdamW")
	f.IntVar(&t.Config.Width, "width", t.Config.Width, "of the embeddings")
	f.IntVar(&t.Config.Hidden, "hidden", t.Config.Hidden, "width of the hidden layer")
	f.Float64Var(&t.Config.Dropout, "dropout", t.Config.Dropout, "while training")
	f.Float64Var(&t.Forget, "forget", 0.2, "share of characters made unknown while training")
	f.IntVar(&t.Least, "least", 2, "how often a character comes to have an embedding")
	f.Uint64Var(&t.Seed, "seed", 1, "of everything random: the same seed gives the same bits")
	f.BoolVar(&t.resume, "resume", false, "go on with the run in --out that was interrupted")
	f.BoolVar(&t.json, "json", false, "print the result as JSON")
	folders(c, "out")
	must(c.MarkFlagFilename("data"))
	return c
}

func (t *taggerTraining) check() error {
	switch {
	case t.Epochs < 1 || t.Epochs > 1e6:
		return fmt.Errorf("--epochs %d: want 1 or more", t.Epochs)
	case t.Batch < 1 || t.Batch > 1<<20:
		return fmt.Errorf("--batch %d: want 1 to %d", t.Batch, 1<<20)
	case !(t.LR > 0 && t.LR < 100):
		return fmt.Errorf("--lr %v: want above 0, such as 0.002", t.LR)
	case !(t.Forget >= 0 && t.Forget < 1):
		return fmt.Errorf("--forget %v: want 0 to below 1", t.Forget)
	case !(t.Hold >= 0 && t.Hold < 1):
		return fmt.Errorf("--hold %v: want 0 to below 1", t.Hold)
	}
	return nil
}

// taggerTrained is what tagger train --json prints.
type taggerTrained struct {
	Steps int        `json:"steps"`
	Loss  float64    `json:"loss"` // of the last step
	Held  *wordScore `json:"held,omitempty"`
	Files []string   `json:"files"`
}

func (t *taggerTraining) run(c *cobra.Command) error {
	if err := t.settle(c); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	gold, err := readGold("--data", t.Data)
	if err != nil {
		return err
	}
	held := gold[len(gold)-int(t.Hold*float64(len(gold))):]
	gold = gold[:len(gold)-len(held)]
	m, err := tagger.New(t.Config, tagger.NewVocabulary(gold, t.Least), t.Seed)
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
		return stopped(err, summary, "demo tagger train --resume --out "+t.out)
	}
	result := taggerTrained{Steps: summary.Step, Loss: summary.Loss}
	if result.Held, err = scoreHeld(m, held, gold); err != nil {
		return err
	}
	return t.save(c, m, out, result)
}

// scoreHeld is nil of none.
func scoreHeld(m *tagger.Model, held, gold [][]string) (*wordScore, error) {
	if len(held) == 0 {
		return nil, nil
	}
	vocabulary := segment.NewDictionaryOf(gold)
	s, err := scoreTagger(m, held, vocabulary)
	w := newWordScore("held back", s, vocabulary)
	return &w, err
}

// trainer goes through the sentences as package tagger was measured.
func (t *taggerTraining) trainer(m *tagger.Model, gold [][]string) (*train.Trainer, error) {
	e, err := tagger.NewExamples(m.Vocabulary, gold, t.Batch, t.Seed)
	if err != nil {
		return nil, err
	}
	e.Forget = t.Forget
	f, err := m.Training(graph.Options{Seed: t.Seed})
	if err != nil {
		return nil, err
	}
	steps := t.Epochs * e.Steps()
	o := optimizers.NewAdamW(t.LR)
	o.Schedule = optimizers.Cosine(min(50, steps/2), steps, 0.02)
	source := func(step, _ int) (graph.Values, error) { return e.Random(step) }
	r := &train.Trainer{Function: f, Optimizer: o, Source: source, Steps: steps}
	r.Checkpoints, err = t.checkpoints(m, e.Steps())
	return r, err
}

func (t *taggerTraining) save(c *cobra.Command, m *tagger.Model, out *folder, r taggerTrained) error {
	if err := m.Save(out.path); err != nil {
		return err
	}
	if err := os.RemoveAll(t.runFolder()); err != nil {
		return fmt.Errorf("the model is saved, but not cleared away is %w", err)
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
