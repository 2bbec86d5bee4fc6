package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
)

const bertPredictLong = `Let a model do what it was tuned for, with the arguments, or else with each line of
--file or of standard input:

  classes  the most probable labels of each text, or of each pair of texts
  tags     entities, with the bytes of the text from and up to which they are
  answers  what --question asks of --context, or of each argument or line, with the
           bytes from and up to which the answer is

Long texts are cut to what the model was made for; sentences of words with tags, and
contexts of answers, are read in parts. With --json it prints an object a line.`

// bertPrediction is the command bert predict.
type bertPrediction struct {
	model, file, precision string
	pair                   string
	question, context      string
	impossible, json       bool
	top, longest, stride   int
	answer                 int
	paired                 bool // --pair was given
}

func newBertPredict() *cobra.Command {
	b := bertPrediction{}
	c := &cobra.Command{
		Use: "predict [TEXT...]", Short: "Let a tuned model say what it makes of texts", Long: bertPredictLong,
		Example: `  demo bert predict --model out/intents "I lost my card" --top 3
  demo bert predict --model out/entities --file news.txt --json > news.jsonl
  demo bert predict --model out/answers --question "Who wrote it?" --context "Homer wrote it."`,
		RunE: func(c *cobra.Command, texts []string) error { return b.run(c, texts) },
	}
	textFlags(c, &b.model, &b.file)
	f := c.Flags()
	f.StringVar(&b.pair, "pair", "", "of classes: a second text, for each")
	f.IntVar(&b.top, "top", 1, "of classes: how many labels; 0: all. If texts may have several, those of 0.5 or more")
	f.StringVar(&b.question, "question", "", "of answers: what is asked")
	f.StringVar(&b.context, "context", "", "of answers: the text that holds the answer")
	f.BoolVar(&b.impossible, "impossible", false, "of answers: there may be none")
	f.IntVar(&b.longest, "max-length", 0, "tokens of a text, or of a window of a context; 0: as many as the model was made for")
	f.IntVar(&b.stride, "stride", -1, strideHelp)
	f.IntVar(&b.answer, "max-answer", 30, "tokens of an answer")
	f.StringVar(&b.precision, "precision", exact, precisionHelp(evaluable))
	f.BoolVar(&b.json, "json", false, "print objects, one a line")
	choices(c, "precision", precisionNames(evaluable)...)
	return c
}

// predictor prints what a model makes of texts, whose first has a number.
type predictor interface {
	predict(ctx context.Context, out *bufio.Writer, first int, texts []string) error
}

func (b *bertPrediction) run(c *cobra.Command, texts []string) error {
	b.paired = c.Flags().Changed("pair")
	p, err := evaluationPrecision(b.precision)
	if err != nil {
		return err
	}
	if b.top < 0 {
		return fmt.Errorf("--top %d: want 1 or more, or 0 for all", b.top)
	}
	m, err := openBert(b.model)
	if err != nil {
		return err
	}
	defer m.Close() // it was only read
	by, err := b.predictor(m, p)
	if err != nil {
		return err
	}
	lines := lineBatches{texts: texts, file: b.file, most: 64}
	if c.Flags().Changed("context") {
		if len(texts) > 0 || b.file != "" {
			return errors.New("--context with texts or --file: want one of them")
		}
		lines.texts = []string{b.context}
	}
	return lines.each(c, func(out *bufio.Writer, first int, texts []string) error {
		return by.predict(c.Context(), out, first, texts)
	})
}

func (b *bertPrediction) predictor(m *bertModel, p graph.Precision) (predictor, error) {
	task := m.Config.Task()
	answers := task == bert.QuestionAnswering
	switch {
	case !slices.Contains([]bert.Task{bert.SequenceClassification, bert.TokenClassification, bert.TokenCRF, bert.QuestionAnswering}, task):
		return nil, fmt.Errorf("--model %s: it has no head for a task: config.json says %q: tune it by demo bert finetune",
			b.model, m.Config.Architectures)
	case answers && b.question == "":
		return nil, errors.New("want --question, as the model gives answers")
	case !answers && (b.question != "" || b.context != "" || b.impossible):
		return nil, fmt.Errorf("--model %s gives no answers: --question, --context and --impossible are for one that was tuned by --task qa", b.model)
	case b.paired && task != bert.SequenceClassification:
		return nil, errors.New("--pair: want a model of classes with it")
	}
	if !answers {
		if err := m.cut("--max-length", b.longest); err != nil {
			return nil, err
		}
	}
	if err := validTexts(1, b.question, b.pair); err != nil {
		return nil, err
	}
	v, err := m.Evaluator(graph.Options{Precision: p})
	if err != nil {
		return nil, err
	}
	switch task {
	case bert.SequenceClassification:
		return &classPredictor{b, m, v}, nil
	case bert.QuestionAnswering:
		return &answerPredictor{b, m, v}, nil
	}
	return &tagPredictor{b, m, v}, nil
}

// located names a text by its number, for messages.
func located(number int) string { return fmt.Sprintf("text %d", number) }

// examplesOf are texts whose numbers begin with first, each with pair behind it.
func examplesOf(first int, texts []string, pair string) []data.Example {
	list := make([]data.Example, len(texts))
	for i, text := range texts {
		list[i] = data.Example{Text: text, Pair: pair, At: located(first + i)}
	}
	return list
}
