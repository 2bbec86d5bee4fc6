package main

import (
	"fmt"
	"html"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/viz"
)

// pretrained is what bert pretrain --json prints.
type pretrained struct {
	heldScore
	Majority  float64        `json:"sentence_majority"` // right if the more frequent answer were always given
	TrainLoss float64        `json:"train_loss"`
	Files     []string       `json:"files"`
	Recipe    pretrainRecipe `json:"recipe"`
}

// report saves the model and tells how well it does.
func (p *pretraining) report(c *cobra.Command, s *pretrainSession, out *folder, summary train.Summary) error {
	if err := s.model.Save(out.path); err != nil {
		return err
	}
	out.note("model.safetensors", "the weights")
	out.note(configFile, "the sizes")
	for _, name := range []string{tokenizerFile, vocabTxt, tokenizerConfigFile} {
		if text, there := s.corpus.files[name]; there {
			if err := out.write(name, "the tokenizer", string(text)); err != nil {
				return err
			}
		}
	}
	out.note(runFolder, "the run: checkpoints, and a log of every step, log.jsonl")
	out.note(heldFile, "losses and accuracies on the documents held out")
	if err := s.draw(out); err != nil {
		return err
	}
	how := "Written by `demo bert pretrain`. Let it guess: `demo bert fill-mask --model " + out.path + "`"
	if err := out.explain("A BERT of "+s.corpus.name, how); err != nil {
		return err
	}
	last := s.held.scores[len(s.held.scores)-1]
	w := c.OutOrStdout()
	if p.json {
		return printJSON(w, pretrained{last, s.held.majority, summary.Loss, out.paths(), p.recipe})
	}
	fmt.Fprintf(w, "\nOn %s that it was not trained on:\n%s\n", counted(s.corpus.held.Len(), "document"), s.table())
	out.list(w)
	_, err := fmt.Fprintf(w, "\nNext: demo bert fill-mask --model %s \"some text with [MASK] in it\"\n", out.path)
	return err
}

// table is the last measurement.
func (s *pretrainSession) table() string {
	last := s.held.scores[len(s.held.scores)-1]
	return fmt.Sprintf("  words      loss %.3f  right %4.1f %%  of %d hidden\n  sentences  loss %.3f  right %4.1f %%  (always the more frequent answer: %.1f %%)\n",
		last.WordLoss, 100*last.WordAccuracy, s.held.words, last.SentenceLoss, 100*last.SentenceAccuracy, 100*s.held.majority)
}

// draw writes the report of a run.
func (s *pretrainSession) draw(out *folder) error {
	h, err := train.ReadLog(out.at(runFolder))
	if err != nil {
		return err
	}
	var steps, words, sentences, rightWords, rightSentences []float64
	for _, x := range s.held.scores {
		steps = append(steps, float64(x.Step))
		words, sentences = append(words, x.WordLoss), append(sentences, x.SentenceLoss)
		rightWords, rightSentences = append(rightWords, x.WordAccuracy), append(rightSentences, x.SentenceAccuracy)
	}
	losses, err := viz.NewCurve(
		viz.Series{Name: "training, both", X: floats(h.Steps), Y: h.Losses, Smooth: 0.95},
		viz.Series{Name: "held out, words", X: steps, Y: words},
		viz.Series{Name: "held out, sentences", X: steps, Y: sentences},
	)
	if err != nil {
		return err
	}
	losses.Title = "Loss"
	accuracies, err := viz.NewCurve(
		viz.Series{Name: "words", X: steps, Y: rightWords}, viz.Series{Name: "sentences", X: steps, Y: rightSentences},
	)
	if err != nil {
		return err
	}
	accuracies.Title, accuracies.Y = "Right on documents held out", "share"
	page := viz.Page("A BERT of "+s.corpus.name, pretrainFacts(s.facts()), losses, accuracies)
	return out.write("report.html", "losses and accuracies over the steps", page)
}

// facts is what stands above the curves.
func (s *pretrainSession) facts() string {
	r := s.recipe
	return fmt.Sprintf("%s of width %d, %s tokens of text, %s of %s, precision %s, seed %d\n\n%s", counted(r.Layers, "layer"),
		r.Width, short(s.corpus.training.Tokens()), counted(r.Steps, "step"), counted(r.Batch*r.Accumulate, "pair"), r.Precision,
		r.Seed, s.table())
}

// pretrainFacts is text as a figure of a page.
type pretrainFacts string

// HTML keeps its lines.
func (f pretrainFacts) HTML() string {
	return "<pre>" + html.EscapeString(strings.TrimSpace(string(f))) + "</pre>\n"
}
