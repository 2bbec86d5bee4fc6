package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/metrics"
)

type (
	classPredictor struct {
		*bertPrediction
		model *bertModel
		by    *bert.Evaluator
	}
	tagPredictor    classPredictor
	answerPredictor classPredictor
)

// predictedClass is a label of a text.
type predictedClass struct {
	Label       string  `json:"label"`
	Probability float64 `json:"probability"`
}

// predictedClasses is what bert predict --json prints of a text.
type predictedClasses struct {
	Text   string           `json:"text"`
	Pair   string           `json:"pair,omitempty"`
	Labels []predictedClass `json:"labels"`
}

func (p *classPredictor) predict(ctx context.Context, out *bufio.Writer, first int, texts []string) error {
	e, err := p.model.ClassExamples(p.model.tokenizer, examplesOf(first, texts, p.pair))
	if err != nil {
		return err
	}
	found, err := p.by.Run(ctx, e)
	if err != nil {
		return err
	}
	for i, text := range texts {
		made := predictedClasses{Text: text, Pair: p.pair, Labels: []predictedClass{}}
		for k, c := range found.Classes(i) {
			if p.enough(k, c, found.MultiLabel()) {
				break
			}
			made.Labels = append(made.Labels, predictedClass{c.Label, c.Probability})
		}
		if err := p.print(out, made); err != nil {
			return err
		}
	}
	return nil
}

// enough says whether class number k, and those after it, are not asked for.
func (p *classPredictor) enough(k int, c bert.Class, several bool) bool {
	if several && p.top == 1 {
		return c.Probability < 0.5
	}
	return p.top > 0 && k >= p.top
}

func (p *classPredictor) print(out *bufio.Writer, made predictedClasses) error {
	if p.json {
		return jsonLine(out, made)
	}
	cells := make([]string, len(made.Labels))
	for i, l := range made.Labels {
		cells[i] = fmt.Sprintf("%s\t%.4f", l.Label, l.Probability)
	}
	_, err := fmt.Fprintf(out, "%s\t%s\n", strings.Join(cells, "\t"), made.Text)
	return err
}

// predictedEntity is a part of a text, in bytes: text[from:to].
type predictedEntity struct {
	Type        string  `json:"type"`
	Text        string  `json:"text"`
	From        int     `json:"from"`
	To          int     `json:"to"`
	Probability float64 `json:"probability,omitempty"` // of its least probable word
}

// predictedEntities is what bert predict --json prints of a text.
type predictedEntities struct {
	Text     string            `json:"text"`
	Entities []predictedEntity `json:"entities"`
}

func (p *tagPredictor) predict(ctx context.Context, out *bufio.Writer, first int, texts []string) error {
	e, err := p.model.TagExamples(p.model.tokenizer, examplesOf(first, texts, ""))
	if err != nil {
		return err
	}
	found, err := p.by.Run(ctx, e)
	if err != nil {
		return err
	}
	for i, text := range texts {
		entities, err := entitiesOf(text, found.Words(i))
		if err != nil {
			return fmt.Errorf("%s: %w", located(first+i), err)
		}
		if err := p.print(out, predictedEntities{text, entities}); err != nil {
			return err
		}
	}
	return nil
}

// entitiesOf puts words' tags together.
func entitiesOf(text string, words []bert.TaggedWord) ([]predictedEntity, error) {
	tags := make([]string, len(words))
	for i, w := range words {
		tags[i] = w.Tag
	}
	spans, err := metrics.Lenient.Entities(tags)
	list := make([]predictedEntity, len(spans))
	for i, s := range spans {
		from, to := words[s.Start].From, words[s.End-1].To
		list[i] = predictedEntity{Type: s.Type, Text: text[from:to], From: from, To: to, Probability: 1}
		for _, w := range words[s.Start:s.End] {
			list[i].Probability = min(list[i].Probability, w.Probability)
		}
	}
	return list, err
}

func (p *tagPredictor) print(out *bufio.Writer, made predictedEntities) error {
	if p.json {
		return jsonLine(out, made)
	}
	fmt.Fprintln(out, made.Text)
	for _, e := range made.Entities {
		fmt.Fprintf(out, "  %d-%d\t%s\t%s", e.From, e.To, e.Type, e.Text)
		if e.Probability > 0 { // a path of tags has none
			fmt.Fprintf(out, "\t%.4f", e.Probability)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// predictedAnswer is what bert predict --json prints of a context: context[from:to]
// is the answer, or it has none, "".
type predictedAnswer struct {
	Question    string  `json:"question"`
	Answer      string  `json:"answer"`
	From        int     `json:"from"`
	To          int     `json:"to"`
	Probability float64 `json:"probability"`
}

func (p *answerPredictor) predict(ctx context.Context, out *bufio.Writer, first int, texts []string) error {
	list := make([]data.Question, len(texts))
	for i, text := range texts {
		list[i] = data.Question{ID: located(first + i), Question: p.question, Context: text}
	}
	e, err := p.model.AnswerExamples(p.model.tokenizer, list, p.model.windows(p.longest, p.stride, p.answer))
	if err != nil {
		return err
	}
	found, err := p.by.Run(ctx, e)
	if err != nil {
		return err
	}
	for i := range texts {
		a := found.Answer(i, p.impossible)
		if p.json {
			err = jsonLine(out, predictedAnswer{p.question, a.Text, a.From, a.To, a.Probability})
		} else {
			_, err = fmt.Fprintf(out, "%s\t%d-%d\t%.4f\n", orNone(a.Text), a.From, a.To, a.Probability)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
