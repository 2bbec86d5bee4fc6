package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

const evalLong = `Measure a model on a text, beside an n-gram model of the same tokens.

Loss is the mean of -log P in nats over all tokens of the text but the first,
each seen in blocks as while training; perplexity is e to it. Bits a character
compare models whatever their tokens are. --precision is that of the model's
matrix products, whatever it was trained in. The n-gram is interpolated by modified
Kneser-Ney smoothing and counts the training split; it sees all tokens before.`

const evalExample = `  demo lm eval                                      the model in out/lm, or in out
  demo lm eval --checkpoint out/poems --on training
  demo lm eval --precision int8                     in bytes
  demo lm eval --checkpoint out/lm --data other.txt --on all --ngram 3 --json`

// evaluation is the command lm eval.
type evaluation struct {
	checkpoint string
	data       string
	on         string
	order      int
	precision  string
	json       bool
}

func newEval() *cobra.Command {
	e := evaluation{}
	c := &cobra.Command{
		Use: "eval", Short: "Measure a model, beside an n-gram model", Long: evalLong, Example: evalExample,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return e.run(c) },
	}
	f := c.Flags()
	f.StringVar(&e.checkpoint, "checkpoint", "", "folder of a model (default: out/lm, else out)")
	f.StringVar(&e.data, "data", "", "text file or folder (default: what the model was trained on)")
	f.StringVar(&e.on, "on", "validation", "part of the text: validation, training or all")
	f.IntVar(&e.order, "ngram", 5, "order of the n-gram model; 0: none")
	f.StringVar(&e.precision, "precision", exact, precisionHelp(evaluable))
	f.BoolVar(&e.json, "json", false, "print it as JSON")
	folders(c, "checkpoint")
	must(c.MarkFlagFilename("data"))
	choices(c, "precision", precisionNames(evaluable)...)
	choices(c, "on", "validation", "training", "all")
	return c
}

// evaluated is what lm eval --json prints.
type evaluated struct {
	Checkpoint string  `json:"checkpoint"`
	Precision  string  `json:"precision"`
	Text       string  `json:"text"`
	On         string  `json:"on"`
	Tokens     int     `json:"tokens"`
	Characters int     `json:"characters"`
	Scores     []score `json:"scores"`
}

func (e *evaluation) run(c *cobra.Command) error {
	if e.order < 0 {
		return fmt.Errorf("--ngram %d: want 1 or more, or 0 for none", e.order)
	}
	p, err := evaluationPrecision(e.precision)
	if err != nil {
		return err
	}
	m, err := openCheckpoint(e.checkpoint)
	if err != nil {
		return err
	}
	defer m.model.Close()
	texts, err := e.corpus(m)
	if err != nil {
		return err
	}
	text, err := e.part(texts)
	if err != nil {
		return err
	}
	others, err := e.others(c.Context(), texts.training, text, m.vocabulary)
	if err != nil {
		return err
	}
	nats, err := loss(c.Context(), m.model, text, m.longest, p)
	if err != nil {
		return err
	}
	result := evaluated{Checkpoint: m.path, Precision: e.precision, Text: texts.name, On: e.on, Tokens: text.Len(), Characters: characters(text, m.vocabulary)}
	result.Scores = append([]score{newScore("this Transformer", parameters(m.model), nats, text, m.vocabulary)}, others...)
	return e.print(c.OutOrStdout(), &result)
}

// others are what the model is compared with.
func (e *evaluation) others(ctx context.Context, training, text data.Tokens, v tokenizer.Vocabulary) ([]score, error) {
	if e.order == 0 {
		return nil, nil
	}
	list, err := ngrams(ctx, training, text, v, e.order)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("--ngram %d: %w, or 0 for none", e.order, err)
	}
	return list, err
}

func (e *evaluation) print(w io.Writer, r *evaluated) error {
	if e.json {
		return printJSON(w, r)
	}
	fmt.Fprintf(w, "%s in %s on %s, %s: %s characters\n", r.Checkpoint, r.Precision, r.Text, r.On, short(r.Characters))
	printScores(w, r.Scores)
	return nil
}

// corpus is the text, in the model's vocabulary.
func (e *evaluation) corpus(m *checkpoint) (*corpus, error) {
	if m.vocabulary == nil {
		return nil, fmt.Errorf("%s has no %s, so the model cannot read text: measure one of demo lm train", m.name, vocabularyFile)
	}
	r := usual()
	if m.recipe != nil {
		r = *m.recipe
	}
	if e.data != "" {
		r.Data = e.data
	}
	return openCorpus(&r, m.vocabulary)
}

func (e *evaluation) part(c *corpus) (data.Tokens, error) {
	switch e.on {
	case "validation":
		return c.validation, nil
	case "training":
		return c.training, nil
	case "all":
		return c.all, nil
	}
	return data.Tokens{}, fmt.Errorf("--on %q: want validation, training or all", e.on)
}
