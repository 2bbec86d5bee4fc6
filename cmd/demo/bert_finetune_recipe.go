package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/train"
)

// bertRecipe is all that decides what a run of bert finetune comes to. Its JSON
// names are the flags, and it is kept in every checkpoint.
type bertRecipe struct {
	Task     string `json:"task"`
	Model    string `json:"model"`
	Config   string `json:"config"`
	CRF      bool   `json:"crf"`
	Longest  int    `json:"max-length"`
	Stride   int    `json:"stride"`
	Answer   int    `json:"max-answer"`
	Language string `json:"language"`
	Metric   string `json:"metric"` // "" until the task has settled it

	bertFiles
	bertHyper
}

// bertFiles are its examples.
type bertFiles struct {
	Data      string  `json:"data"`
	Dev       string  `json:"dev"`
	Test      string  `json:"test"`
	Hold      float64 `json:"hold"`
	Format    string  `json:"format"`
	Text      string  `json:"text-column"`
	Pair      string  `json:"pair-column"`
	Label     string  `json:"label-column"`
	Separator string  `json:"separator"`
	Header    bool    `json:"header"`
	Segmented bool    `json:"segmented"`
}

// bertHyper are its hyperparameters.
type bertHyper struct {
	Epochs     int      `json:"epochs"`
	Steps      int      `json:"steps"` // 0: as many as the epochs have
	Batch      int      `json:"batch"`
	Accumulate int      `json:"accumulate"`
	LR         float64  `json:"lr"`
	Warmup     float64  `json:"warmup"`
	Decay      float64  `json:"weight-decay"`
	LayerDecay float64  `json:"layer-decay"`
	Clip       float64  `json:"clip"`
	Freeze     []string `json:"freeze"`
	Patience   int      `json:"patience"`
	EvalEvery  int      `json:"eval-every"`
	SaveEvery  int      `json:"save-every"`
	Seed       uint64   `json:"seed"`
	Precision  string   `json:"precision"`
}

// usualBert is how BERT's authors tuned it, but for the epochs.
func usualBert() bertRecipe {
	return bertRecipe{
		Stride: -1, Answer: 30, Language: "en",
		bertFiles: bertFiles{Hold: 0.1, Text: "1", Label: "2"},
		bertHyper: bertHyper{
			Epochs: 3, Batch: 32, Accumulate: 1, LR: 5e-5, Warmup: 0.1, Decay: 0.01, LayerDecay: 1, Clip: 1, Seed: 1,
			Precision: exact,
		},
	}
}

func (r *bertRecipe) check() error {
	number := func(flag string, x int, least, most int) error {
		if x < least || x > most {
			return fmt.Errorf("--%s %d: want %d to %d", flag, x, least, most)
		}
		return nil
	}
	share := func(flag string, x, below float64) error {
		if !(x >= 0 && x < below) {
			return fmt.Errorf("--%s %v: want 0 to below %v", flag, x, below)
		}
		return nil
	}
	if (r.Model == "") == (r.Config == "") {
		return errors.New("want --model, the folder of a model to tune, or --config, the folder of a config.json and a tokenizer to begin with random weights")
	}
	_, err := trainingPrecision(r.Precision)
	const many = 1 << 30
	for _, wrong := range []error{
		number("epochs", r.Epochs, 1, 1e6), number("steps", r.Steps, 0, many), number("batch", r.Batch, 1, 1<<16),
		number("accumulate", r.Accumulate, 1, 1<<16), number("patience", r.Patience, 0, many), number("eval-every", r.EvalEvery, 0, many),
		number("save-every", r.SaveEvery, 0, many), number("stride", r.Stride, -1, many), number("max-answer", r.Answer, 1, many),
		share("hold", r.Hold, 1), share("warmup", r.Warmup, 1), share("weight-decay", r.Decay, 1000), err, r.checkRest(),
	} {
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

func (r *bertRecipe) checkRest() error {
	switch {
	case !(r.LR > 0 && r.LR < 100):
		return fmt.Errorf("--lr %v: want above 0, such as 5e-5", r.LR)
	case !(r.LayerDecay > 0 && r.LayerDecay <= 1):
		return fmt.Errorf("--layer-decay %v: want above 0 to 1, such as 0.9; 1: all layers learn alike", r.LayerDecay)
	case !(r.Clip >= 0):
		return fmt.Errorf("--clip %v: want above 0, or 0 for none", r.Clip)
	case r.CRF && r.Task != "tag":
		return errors.New("--crf: want --task tag with it")
	case r.Language != "en" && r.Language != "zh":
		return fmt.Errorf("--language %q: want en or zh, by whose rules answers are compared", r.Language)
	case r.Patience > 0 && r.Dev == "" && r.Hold == 0:
		return errors.New("--patience: want --dev or --hold with it, examples to find out whether the model still gets better")
	}
	return nil
}

// freeBert are the flags that a resumed run may have anew: where its files are.
var freeBert = []string{"data", "dev", "test", "model", "config"}

// settle takes the recipe of the run that is to be resumed, and finds out whether
// there is one where there should be none.
func (f *bertFinetuning) settle(c *cobra.Command) error {
	if err := checkFolder(f.out); err != nil {
		return err
	}
	before, err := train.Latest(f.runFolder())
	switch none := errors.Is(err, fs.ErrNotExist); {
	case none && f.resume:
		return fmt.Errorf("--resume: there is no interrupted run in --out %s to go on with: leave --resume out", f.out)
	case none:
		return f.check()
	case err != nil:
		return err
	case !f.resume:
		return fmt.Errorf("--out %s has a run that was interrupted at step %d: give --resume to go on with it, or another --out", f.out, before.State.Step)
	}
	old := bertRecipe{}
	if err := json.Unmarshal(before.State.Hyperparameters, &old); err != nil || old.Task == "" {
		return fmt.Errorf("--resume: the run in %s is not of demo bert finetune", f.out)
	}
	if err := f.keep(c, &old); err != nil {
		return err
	}
	f.bertRecipe = old
	return f.check()
}

// keep refuses flags that would make another run of the old one, and puts those that
// may be given anew into it.
func (f *bertFinetuning) keep(c *cobra.Command, old *bertRecipe) error {
	text, err := json.Marshal(old)
	must(err)
	var flags map[string]json.RawMessage
	must(json.Unmarshal(text, &flags))
	for _, flag := range sortedKeys(flags) {
		if c.Flags().Changed(flag) && !slices.Contains(freeBert, flag) {
			return fmt.Errorf("--%s with --resume: a resumed run keeps what it was begun with: leave --%[1]s out", flag)
		}
	}
	for flag, path := range map[string][2]*string{
		"data": {&old.Data, &f.Data}, "dev": {&old.Dev, &f.Dev}, "test": {&old.Test, &f.Test}, "model": {&old.Model, &f.Model},
		"config": {&old.Config, &f.Config},
	} {
		if c.Flags().Changed(flag) {
			*path[0] = *path[1]
		}
	}
	return nil
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
