package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

const bertPretrainLong = `Train a BERT from nothing on a text: to guess words that are hidden, and whether a
second text goes on where the first ends.

The text is UTF-8: its documents parted by blank lines, and those cut into
sentences at line ends and at the ends of sentences. Without --data it is one of
those that are embedded: Shakespeare, poems of the Tang, or both. Without
--tokenizer a WordPiece vocabulary is learned from it.

--whole-words hides all pieces of a word or none. Chinese characters are joined to
words by --segmenter, a file that demo segment train has written.

What comes out is a folder that bert.Load, demo bert finetune and Hugging Face's
transformers read, with report.html of losses and accuracies on documents that it
was not trained on. Ctrl-C finishes the step and saves; --resume goes on from there
and comes to the same bits as a run left alone. It keeps what it was begun with;
only --data (if the text has moved), --eval-every and --save-every may be given
anew.`

const bertPretrainExample = `  demo bert pretrain                                    Shakespeare, into out/bert
  demo bert pretrain --sample chinese --out out/tang
  demo bert pretrain --data mytexts --preset mini --vocab 8000 --precision bf16 --out out/mine
  demo bert pretrain --data mytexts --tokenizer bert-base-uncased --whole-words
  demo bert pretrain --resume --out out/mine`

// pretraining is the command bert pretrain.
type pretraining struct {
	recipe pretrainRecipe
	size   string // the preset
	out    string
	resume bool
	json   bool
	before string // the checkpoint that a resumed run goes on from
}

func newBertPretrain() *cobra.Command {
	p := pretraining{recipe: usualPretraining()}
	c := &cobra.Command{
		Use: "pretrain", Short: "Train a BERT from nothing on a text", Long: bertPretrainLong, Example: bertPretrainExample,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return p.run(c) },
	}
	c.Flags().SortFlags = false
	p.recipe.flags(c)
	f := c.Flags()
	f.StringVar(&p.size, "preset", "", "layers, width and heads to begin with: "+strings.Join(pretrainPresetNames, ", "))
	f.StringVar(&p.out, "out", "out/bert", "folder for all that is written")
	f.BoolVar(&p.resume, "resume", false, "go on with the run in --out")
	f.BoolVar(&p.json, "json", false, "print the result as JSON")
	choices(c, "preset", pretrainPresetNames...)
	folders(c, "out")
	return c
}

// flags makes each field of the recipe a flag, whose default is its value.
func (r *pretrainRecipe) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&r.Data, "data", r.Data, "UTF-8 text: a `file`, or a folder of *.txt files")
	f.StringVar(&r.Sample, "sample", r.Sample, "embedded text, without --data: "+strings.Join(sampleNames, ", "))
	f.StringVar(&r.Tokenizer, "tokenizer", r.Tokenizer, "tokenizer.json or vocab.txt, or the `folder` of one (default: learn one)")
	f.IntVar(&r.Vocab, "vocab", r.Vocab, "tokens to learn, at most")
	f.BoolVar(&r.Cased, "cased", r.Cased, "learn tokens that know capitals and accents")
	f.Float64Var(&r.Held, "held", r.Held, "share of the documents to measure on, and not to train on")
	f.BoolVar(&r.Whole, "whole-words", r.Whole, "hide all of a word or nothing")
	f.StringVar(&r.Segmenter, "segmenter", r.Segmenter, "`file` of a segmenter of Chinese, for --whole-words")

	f.IntVar(&r.Layers, "layers", r.Layers, "Transformer layers")
	f.IntVar(&r.Heads, "heads", r.Heads, "attention heads of a layer, a divisor of --width")
	f.IntVar(&r.Width, "width", r.Width, "numbers that stand for a token")
	f.IntVar(&r.Length, "length", r.Length, "tokens of a pair of texts at most")
	f.Float64Var(&r.Dropout, "dropout", r.Dropout, "of embeddings, attention and what layers add")

	f.IntVar(&r.Batch, "batch", r.Batch, "pairs in a batch")
	f.IntVar(&r.Accumulate, "accumulate", r.Accumulate, "batches in a step")
	f.IntVar(&r.Steps, "steps", r.Steps, "steps of the whole run")
	f.Uint64Var(&r.Seed, "seed", r.Seed, "of everything random: the same seed gives the same bits")
	f.StringVar(&r.Precision, "precision", r.Precision, precisionHelp(trainable))
	f.Float64Var(&r.LR, "lr", r.LR, "highest learning rate, of AdamW; it falls to 0 along a line")
	f.IntVar(&r.Warmup, "warmup", r.Warmup, "steps until --lr is reached (default: a tenth of --steps)")
	f.Float64Var(&r.WeightDecay, "weight-decay", r.WeightDecay, "of matrices; biases and norms do not decay")
	f.Float64Var(&r.Clip, "clip", r.Clip, "greatest norm of all gradients; 0 is none")
	f.IntVar(&r.EvalEvery, "eval-every", r.EvalEvery, "steps between measurements; 0: only at the end")
	f.IntVar(&r.SaveEvery, "save-every", r.SaveEvery, "steps between checkpoints; 0: only at the end")
	f.Lookup("warmup").DefValue = "0"
	must(c.MarkFlagFilename("data"))
	must(c.MarkFlagFilename("segmenter", "segmenter"))
	choices(c, "sample", sampleNames...)
	choices(c, "precision", precisionNames(trainable)...)
}

func (p *pretraining) run(c *cobra.Command) error {
	if err := checkFolder(p.out); err != nil {
		return err
	}
	if err := p.settle(c); err != nil {
		return err
	}
	text, err := p.recipe.open(c.Context(), p.before)
	if err != nil {
		return asIs(err)
	}
	s, err := newPretrainSession(&p.recipe, text, p.out)
	if err != nil {
		return err
	}
	defer s.model.Close()
	out, err := openFolder(p.out)
	if err != nil {
		return err
	}
	summary, err := s.run(c.Context(), c.ErrOrStderr())
	if err != nil {
		return stopped(err, summary, "demo bert pretrain --resume --out "+p.out)
	}
	return p.report(c, s, out, summary)
}

// asIs tells an interruption before there was anything to keep.
func asIs(err error) error {
	if stoppedByUser(err) {
		return fmt.Errorf("%w: nothing was kept", err)
	}
	return err
}
