package main

import (
	"path/filepath"

	"github.com/spf13/cobra"
)

const bertFinetuneLong = `Tune a model for a task, on examples:

  classify  a label of each text, or of each pair of texts: TSV, CSV or JSONL
  tag       a tag of each word, such as B-PER: CoNLL's columns, or JSONL
  qa        where in a context the answer to a question is: SQuAD's JSON

Files may be compressed, as .gz. A table's columns are named by number or by the
names in its first line. JSONL has objects with text, pair and label (or labels), or
tokens and tags. What was not seen in training is an error that names its line.

The rate rises in the --warmup share of the steps and falls to 0. Biases and norms
do not decay. Batches are of like lengths. On --dev, or a share of the data that
--hold keeps aside, the model is measured each --eval-every steps, and the best is
kept: by accuracy, by the F1 of whole entities, or by the F1 of answers. --patience
stops a run that gets no better. --test is measured once, at the end.

OUT becomes a folder that demo bert predict, and transformers, read: weights,
config.json with the labels, tokenizer; with a report.html of curves, scores and
mistakes. Ctrl-C finishes the step and saves it in OUT/run; --resume goes on from
there and comes to the same bits as a run left alone.`

const bertFinetuneExample = `  demo bert finetune --task classify --model all-MiniLM-L6-v2 --data train.tsv --out out/intents
  demo bert finetune --task classify --model bert --data banking.csv --text-column text --label-column category
  demo bert finetune --task tag --model bert --data train.conll --dev dev.conll --epochs 10 --patience 3
  demo bert finetune --task qa --model bert --data train-v2.0.json --max-length 384 --stride 128
  demo bert finetune --resume --out out/intents`

// bertFinetuning is the command bert finetune.
type bertFinetuning struct {
	bertRecipe
	out          string
	resume, json bool
}

func newBertFinetune() *cobra.Command {
	b := bertFinetuning{bertRecipe: usualBert()}
	c := &cobra.Command{
		Use: "finetune", Short: "Tune a model for a task", Long: bertFinetuneLong, Example: bertFinetuneExample,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return b.run(c) },
	}
	f := c.Flags()
	f.SortFlags = false
	b.fileFlags(c)
	b.hyperFlags(c)
	f.StringVar(&b.out, "out", "out/bert", "folder for all that is written")
	f.BoolVar(&b.resume, "resume", false, "go on with the run in --out that was interrupted")
	f.BoolVar(&b.json, "json", false, "print the result as JSON")
	folders(c, "out", "model", "config")
	for _, flag := range []string{"data", "dev", "test"} {
		must(c.MarkFlagFilename(flag))
	}
	choices(c, "task", bertTaskNames...)
	choices(c, "precision", precisionNames(trainable)...)
	return c
}

func (b *bertFinetuning) fileFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&b.Task, "task", "", "classify, tag or qa")
	f.StringVar(&b.Model, "model", "", "folder of a model and its tokenizer")
	f.StringVar(&b.Config, "config", "", "folder of a config.json and a tokenizer, to begin with random weights")
	f.StringVar(&b.Data, "data", "", "examples to train on")
	f.StringVar(&b.Dev, "dev", "", "examples by which the best model is chosen")
	f.StringVar(&b.Test, "test", "", "examples that are measured at the end")
	f.Float64Var(&b.Hold, "hold", b.Hold, "without --dev: share of the data kept aside in its place; 0: none")
	f.StringVar(&b.Format, "format", "", "of files: tsv, csv, jsonl, conll or squad (default: as their names end)")
	f.StringVar(&b.Text, "text-column", b.Text, "of a table: texts; of CoNLL: words")
	f.StringVar(&b.Pair, "pair-column", "", "of a table: second texts")
	f.StringVar(&b.Label, "label-column", b.Label, "of a table: labels; of CoNLL: tags (its default: the last)")
	f.StringVar(&b.Separator, "separator", "", "between labels, if a text may have several or none")
	f.BoolVar(&b.Header, "header", false, "the first line of a table is none of its examples")
	f.BoolVar(&b.Segmented, "segmented", false, "words of CoNLL end in a digit that is no part of them, as in Weibo NER")
	f.BoolVar(&b.CRF, "crf", false, "tags that agree with each other: a conditional random field over them")
	f.IntVar(&b.Longest, "max-length", 0, "tokens of a text, or of a window of a context; 0: as many as the model was made for")
	f.IntVar(&b.Stride, "stride", b.Stride, strideHelp)
	f.IntVar(&b.Answer, "max-answer", b.Answer, "tokens of an answer")
	f.StringVar(&b.Language, "language", b.Language, "by whose rules answers are compared: en or zh")
	f.StringVar(&b.Metric, "metric", "", "that the best is chosen by: accuracy, f1 or exact (default: as the task has it)")
}

func (b *bertFinetuning) hyperFlags(c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&b.Epochs, "epochs", b.Epochs, "times that each example is seen")
	f.IntVar(&b.Steps, "steps", 0, "steps of the whole run, in place of --epochs")
	f.IntVar(&b.Batch, "batch", b.Batch, "examples in a batch")
	f.IntVar(&b.Accumulate, "accumulate", b.Accumulate, "batches in a step")
	f.Float64Var(&b.LR, "lr", b.LR, "highest learning rate, of AdamW")
	f.Float64Var(&b.Warmup, "warmup", b.Warmup, "share of the steps in which the rate rises")
	f.Float64Var(&b.Decay, "weight-decay", b.Decay, "of matrices; biases and norms do not decay")
	f.Float64Var(&b.LayerDecay, "layer-decay", b.LayerDecay, "each layer learns slower than the one above by this factor, such as 0.9")
	f.Float64Var(&b.Clip, "clip", b.Clip, "greatest norm of all gradients; 0 is none")
	f.StringArrayVar(&b.Freeze, "freeze", nil, "leave parameters as they are that fit a `pattern`, such as \"bert.embeddings.*\"; may be given again")
	f.IntVar(&b.Patience, "patience", 0, "stop after as many measurements that are no better; 0: never")
	f.IntVar(&b.EvalEvery, "eval-every", 0, "steps between measurements; 0: each epoch")
	f.IntVar(&b.SaveEvery, "save-every", 0, "steps between checkpoints; 0: each epoch, and when a measurement is best")
	f.Uint64Var(&b.Seed, "seed", b.Seed, "of new weights, of what is kept aside, of batches and dropout: the same seed gives the same bits")
	f.StringVar(&b.Precision, "precision", b.Precision, precisionHelp(trainable))
}

func (b *bertFinetuning) runFolder() string { return filepath.Join(b.out, runFolder) }
