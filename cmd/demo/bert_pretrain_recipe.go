package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/train"
)

// pretrainRecipe is all that decides what a run of bert pretrain comes to. Its JSON
// names are the flags, and it is kept in every checkpoint.
type pretrainRecipe struct {
	pretrainText
	pretrainSizes
	pretrainSteps
}

// pretrainText is the text, and how it is cut.
type pretrainText struct {
	Data      string  `json:"data"`   // a file or a folder; "" is a sample
	Sample    string  `json:"sample"` // of those that are embedded
	Tokenizer string  `json:"tokenizer"`
	Vocab     int     `json:"vocab"` // of a vocabulary of its own
	Cased     bool    `json:"cased"`
	Held      float64 `json:"held"` // the share of documents held out
	Whole     bool    `json:"whole-words"`
	Segmenter string  `json:"segmenter"` // of Chinese words
}

// pretrainSizes are the model's.
type pretrainSizes struct {
	Layers  int     `json:"layers"`
	Heads   int     `json:"heads"`
	Width   int     `json:"width"`
	Length  int     `json:"length"` // of a pair, and of what the model can read
	Dropout float64 `json:"dropout"`
}

// pretrainSteps are those of training.
type pretrainSteps struct {
	Batch       int     `json:"batch"`
	Accumulate  int     `json:"accumulate"`
	Steps       int     `json:"steps"`
	Seed        uint64  `json:"seed"`
	Precision   string  `json:"precision"`
	LR          float64 `json:"lr"`
	Warmup      int     `json:"warmup"`
	WeightDecay float64 `json:"weight-decay"`
	Clip        float64 `json:"clip"`
	EvalEvery   int     `json:"eval-every"`
	SaveEvery   int     `json:"save-every"`
}

// usualPretraining is what bert pretrain does without flags: about a minute on two
// cores with AVX-512.
func usualPretraining() pretrainRecipe {
	return pretrainRecipe{
		pretrainText{Sample: "english", Vocab: 2000, Held: 0.05},
		pretrainSizes{Layers: 2, Heads: 2, Width: 128, Length: 64, Dropout: 0.1},
		pretrainSteps{
			Batch: 32, Accumulate: 1, Steps: 2000, Seed: 1, Precision: exact,
			LR: 2e-3, Warmup: 200, WeightDecay: 0.01, Clip: 1, EvalEvery: 250, SaveEvery: 250,
		},
	}
}

// pretrainPresets are the sizes of the small models that BERT's authors published
// (Turc et al. 2019): layers, width, heads.
var pretrainPresets = map[string][3]int{
	"tiny": {2, 128, 2}, "mini": {4, 256, 4}, "small": {4, 512, 8}, "medium": {8, 512, 8}, "base": {12, 768, 12},
}

var pretrainPresetNames = []string{"tiny", "mini", "small", "medium", "base"}

// check says what is wrong, in the words of the flags.
func (r *pretrainRecipe) check() error {
	for _, x := range []struct {
		flag        string
		n, at, most int
	}{
		{"vocab", r.Vocab, 16, 1 << 20}, {"layers", r.Layers, 1, 1000}, {"heads", r.Heads, 1, 1 << 16},
		{"width", r.Width, 1, 1 << 16}, {"length", r.Length, 5, 1 << 16}, {"batch", r.Batch, 1, 1 << 16},
		{"accumulate", r.Accumulate, 1, 1 << 16}, {"steps", r.Steps, 1, 1 << 30}, {"warmup", r.Warmup, 0, r.Steps},
		{"eval-every", r.EvalEvery, 0, 1 << 30}, {"save-every", r.SaveEvery, 0, 1 << 30},
	} {
		if x.n < x.at || x.n > x.most {
			return fmt.Errorf("--%s %d: want %d to %d", x.flag, x.n, x.at, x.most)
		}
	}
	switch {
	case r.Width%r.Heads != 0:
		return fmt.Errorf("--heads %d: want a divisor of --width %d", r.Heads, r.Width)
	case samples[r.Sample] == nil:
		return fmt.Errorf("--sample %q: want one of %s", r.Sample, strings.Join(sampleNames, ", "))
	case !(r.Held > 0 && r.Held < 1):
		return fmt.Errorf("--held %v: want above 0 and below 1, the share of documents to measure on", r.Held)
	case !(r.Dropout >= 0 && r.Dropout < 1):
		return fmt.Errorf("--dropout %v: want 0 to below 1", r.Dropout)
	case !(r.LR > 0 && r.LR < 100):
		return fmt.Errorf("--lr %v: want above 0, such as 0.001", r.LR)
	case !(r.WeightDecay >= 0 && r.WeightDecay < 1000):
		return fmt.Errorf("--weight-decay %v: want 0 or more", r.WeightDecay)
	case !(r.Clip >= 0):
		return fmt.Errorf("--clip %v: want above 0, or 0 for none", r.Clip)
	case r.Segmenter != "" && !r.Whole:
		return fmt.Errorf("--segmenter %s: want --whole-words with it, as it says what the words are", r.Segmenter)
	}
	_, err := trainingPrecision(r.Precision)
	return err
}

// settle takes a preset's sizes, or the recipe of the run that is to be resumed, and
// finds out whether there is one where there should be none.
func (p *pretraining) settle(c *cobra.Command) error {
	given := c.Flags().Changed
	before, err := train.Latest(filepath.Join(p.out, runFolder))
	switch none := errors.Is(err, fs.ErrNotExist); {
	case none && p.resume:
		return fmt.Errorf("--resume: there is no run in --out %s to go on with: leave --resume out, or give the folder of a run", p.out)
	case none:
		return p.preset(given)
	case err != nil:
		return err
	case !p.resume:
		return fmt.Errorf("--out %s has a run already, at step %d: give --resume to go on with it, or another --out", p.out, before.State.Step)
	}
	free := []string{"out", "resume", "json", "data", "eval-every", "save-every"}
	for flag := range pretrainFields(p.recipe) {
		if given(flag) && !slices.Contains(free, flag) || given("preset") {
			return fmt.Errorf("--%s with --resume: a resumed run keeps what it was begun with: leave --%s out", flag, flag)
		}
	}
	now := p.recipe
	p.recipe = pretrainRecipe{}
	if err := json.Unmarshal(before.State.Hyperparameters, &p.recipe); err != nil || p.recipe.check() != nil {
		return fmt.Errorf("--resume: the run in %s is not of demo bert pretrain", p.out)
	}
	if given("data") {
		p.recipe.Data = now.Data
	}
	if given("eval-every") {
		p.recipe.EvalEvery = now.EvalEvery
	}
	if given("save-every") {
		p.recipe.SaveEvery = now.SaveEvery
	}
	p.before = before.Path
	return p.recipe.check()
}

// preset takes the sizes that were not given.
func (p *pretraining) preset(given func(flag string) bool) error {
	if p.size != "" {
		sizes, known := pretrainPresets[p.size]
		if !known {
			return fmt.Errorf("--preset %q: want one of %s", p.size, strings.Join(pretrainPresetNames, ", "))
		}
		for i, flag := range []string{"layers", "width", "heads"} {
			if !given(flag) {
				*[]*int{&p.recipe.Layers, &p.recipe.Width, &p.recipe.Heads}[i] = sizes[i]
			}
		}
	}
	if !given("warmup") {
		p.recipe.Warmup = p.recipe.Steps / 10
	}
	return p.recipe.check()
}

// pretrainFields are those of a recipe, by the flags' names.
func pretrainFields(r pretrainRecipe) (out map[string]json.RawMessage) {
	text, err := json.Marshal(r)
	must(err)
	must(json.Unmarshal(text, &out))
	return out
}
