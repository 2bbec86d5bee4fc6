package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/train"
)

const trainLong = `Train a decoder-only Transformer in GPT-2's layout on a text.

Checkpoints go to OUT/run, each a folder that demo lm sample, eval and attention
read, and Hugging Face's transformers too. Ctrl-C finishes the step and saves;
--resume goes on from there and comes to the same bits as a run left alone. A
resumed run keeps its hyperparameters; only --data (if the text has moved),
--steps, --eval-every, --save-every and --patience may be given anew.

--preset nanogpt-cpu is the run on a laptop in nanoGPT's README: 4 layers, 4
heads, width 128, block 64, batch 12, 2,000 steps. Only its weights begin
otherwise: nanoGPT's standard deviation of 0.02 was chosen for GPT-2's width,
768. The preset keeps variance times width as there, which is 0.049 at width 128,
and comes to a validation loss of 1.75 (PyTorch: 1.76). With --init 0.02, which
is nanoGPT's, it comes to 1.91 (PyTorch: 1.92). Flags given beside a preset
prevail.

--precision bf16 rounds what matrix products multiply to bfloat16, and validates
so too; weights, sums and AdamW stay float32. The model is evaluated and sampled
in any precision, whatever it was trained in.`

const trainExample = `  demo lm train                                    Tiny Shakespeare, into out/lm
  demo lm train --preset nanogpt-cpu --out out/nano
  demo lm train --precision bf16 --out out/bf16
  demo lm train --data poems --layers 3 --width 96 --out out/poems
  demo lm train --resume --out out/poems
  demo lm train --vocabulary byte --data book.txt --json`

// training is the command lm train.
type training struct {
	recipe recipe
	preset string
	out    string
	resume bool
	json   bool
}

func newTrain() *cobra.Command {
	t := training{recipe: usual()}
	c := &cobra.Command{
		Use: "train", Short: "Train a language model on a text", Long: trainLong, Example: trainExample,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return t.run(c) },
	}
	c.Flags().SortFlags = false
	t.recipe.flags(c)
	c.Flags().StringVar(&t.preset, "preset", "", "hyperparameters to begin with: "+strings.Join(presetNames(), ", "))
	c.Flags().StringVar(&t.out, "out", "out/lm", "folder for all that is written")
	c.Flags().BoolVar(&t.resume, "resume", false, "go on with the run in --out")
	c.Flags().BoolVar(&t.json, "json", false, "print the result as JSON")
	choices(c, "preset", presetNames()...)
	folders(c, "out")
	return c
}

func (t *training) run(c *cobra.Command) error {
	if err := checkFolder(t.out); err != nil {
		return err
	}
	r, err := t.settle(c.Flags().Changed)
	if err != nil {
		return err
	}
	s, err := newSession(r, filepath.Join(t.out, runFolder))
	if err != nil {
		return err
	}
	defer s.model.Close()
	out, err := openFolder(t.out)
	if err != nil {
		return err
	}
	summary, err := s.run(c.Context(), c.ErrOrStderr())
	if err != nil {
		return stopped(err, summary, "demo lm train --resume --out "+t.out)
	}
	return t.report(c, s, out, summary)
}

// settle is the recipe that flags, a preset and a run to be resumed come to.
func (t *training) settle(given func(flag string) bool) (recipe, error) {
	known := presets[t.preset]
	if t.preset != "" && known == nil {
		return recipe{}, fmt.Errorf("--preset %q: want one of %s", t.preset, strings.Join(presetNames(), ", "))
	}
	if known != nil && t.resume {
		return recipe{}, fmt.Errorf("--preset with --resume: a resumed run keeps its hyperparameters: leave --preset out")
	}
	r := t.recipe
	if known != nil {
		r = r.over(known(), given)
	}
	before, err := train.Latest(filepath.Join(t.out, runFolder))
	switch {
	case errors.Is(err, fs.ErrNotExist) && t.resume:
		return r, fmt.Errorf("--resume: there is no run in --out %s to go on with: leave --resume out, or give the folder of a run", t.out)
	case errors.Is(err, fs.ErrNotExist):
		return r, r.checkFresh()
	case err != nil:
		return r, err
	case !t.resume:
		return r, fmt.Errorf("--out %s has a run already, at step %d: give --resume to go on with it, or another --out", t.out, before.State.Step)
	}
	return resumed(r, &before.State, t.out, given)
}

// free are the flags that a resumed run may have anew.
var free = []string{"data", "steps", "eval-every", "save-every", "patience"}

// resumed is the recipe of a checkpoint with what is free of r's.
func resumed(r recipe, s *train.State, out string, given func(flag string) bool) (recipe, error) {
	old, err := readRecipe(s.Hyperparameters)
	if err != nil {
		return r, fmt.Errorf("--resume: the run in %s is not of demo lm train: %w", out, err)
	}
	if r.Init == 0 {
		r.Init = (&recipe{Width: old.Width}).begin()
	}
	was, is := fields(old), fields(r)
	for flag, value := range is {
		if given(flag) && !slices.Contains(free, flag) && string(value) != string(was[flag]) {
			return r, fmt.Errorf("--%s %s: the run in --out %s was begun with %s: leave the flag out, or give another --out", flag, value, out, was[flag])
		}
	}
	r = r.over(old, func(flag string) bool { return given(flag) && slices.Contains(free, flag) })
	if r.Steps < s.Step {
		return r, fmt.Errorf("--steps %d: the run in --out %s has done %d: want more, or leave the flag out", r.Steps, out, s.Step)
	}
	return r, nil
}

// trained is what lm train --json prints.
type trained struct {
	score
	Steps      int      `json:"steps"`
	Early      bool     `json:"early"` // patience has ended it
	TrainLoss  float64  `json:"train_loss"`
	BestLoss   float64  `json:"best_loss"`
	BestStep   int      `json:"best_step"`
	Checkpoint string   `json:"checkpoint"`
	Files      []string `json:"files"`
	Recipe     recipe   `json:"recipe"`
}

func (t *training) report(c *cobra.Command, s *session, out *folder, summary train.Summary) error {
	out.note(runFolder, "the run: checkpoints, and a log of every step, log.jsonl")
	if err := drawLoss(out, "Loss on "+s.corpus.name); err != nil {
		return err
	}
	how := "Written by `demo lm train`. Let it write: `demo lm sample --checkpoint " + t.out + "`"
	if err := out.explain("A language model of "+s.corpus.name, how); err != nil {
		return err
	}
	result := trained{
		score: newScore("this Transformer", parameters(s.model), summary.Validation, s.corpus.validation, s.corpus.vocabulary),
		Steps: summary.Step, Early: summary.Early, TrainLoss: summary.Loss, BestLoss: summary.Best, BestStep: summary.BestStep,
		Checkpoint: summary.Saved, Files: out.paths(), Recipe: s.recipe,
	}
	w := c.OutOrStdout()
	if t.json {
		return printJSON(w, result)
	}
	fmt.Fprintf(w, "\nOn the validation split, %s tokens that it was not trained on:\n", short(s.corpus.validation.Len()))
	printScores(w, []score{result.score})
	if summary.Early {
		fmt.Fprintf(w, "It stopped at step %d: no validation was better than that of step %d, %.4f.\n", summary.Step, summary.BestStep, summary.Best)
	}
	fmt.Fprintln(w)
	out.list(w)
	_, err := fmt.Fprintf(w, "\nNext: demo lm sample --checkpoint %s\n", t.out)
	return err
}
