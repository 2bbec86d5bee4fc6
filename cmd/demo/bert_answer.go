package main

import (
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/metrics"
)

// answering is the task of answers in a context.
type answering struct{}

func (answering) head(*bertRecipe) bert.Task { return bert.QuestionAnswering }

func (answering) metrics() []string { return []string{"f1", "exact"} }

func (answering) read(r *bertRecipe, path string) (*bertPart, error) {
	if _, err := r.format(path, "squad", "squad"); err != nil {
		return nil, err
	}
	questions, err := data.ReadSQuAD(path)
	return &bertPart{questions: questions}, err
}

const strideHelp = "tokens of a context that two windows share; -1: a quarter of --max-length"

// windows are how contexts are read; a stride of -1 is the usual.
func (m *bertModel) windows(longest, stride, answer int) bert.Windows {
	if stride < 0 {
		stride = longest / 4
		if longest == 0 {
			stride = m.Longest() / 4
		}
	}
	return bert.Windows{Longest: longest, Stride: stride, Answer: answer}
}

func (answering) labels(*bertPart) ([]string, error) { return nil, nil }

func (answering) encode(m *bertModel, r *bertRecipe, p *bertPart) (*bert.Examples, error) {
	return m.AnswerExamples(m.tokenizer, p.questions, m.windows(r.Longest, r.Stride, r.Answer))
}

// measure lets the model say that there is no answer if that is right for some.
func (answering) measure(r *bertRecipe, p *bertPart, found *bert.Predictions) (*bertMeasured, error) {
	m := newBertMeasured(p, found)
	score := metrics.Answers{Rules: metrics.English}
	if r.Language == "zh" {
		score.Rules = metrics.Chinese
	}
	impossible := anyImpossible(p.questions)
	for i, q := range p.questions {
		wanted := make([]string, len(q.Answers))
		for k, a := range q.Answers {
			wanted[k] = a.Text
		}
		answer := found.Answer(i, impossible)
		if err := score.Add(answer.Text, wanted...); err != nil {
			return nil, fmt.Errorf("question %q: %w", q.ID, err)
		}
		if !rightAnswer(score.Rules, answer.Text, wanted) {
			m.add(bertMistake{q.Question + " ‖ " + excerpt(q), orNone(strings.Join(wanted, " / ")), orNone(answer.Text), answer.Probability})
		}
	}
	m.set("exact", score.Exact())
	m.set("f1", score.F1())
	return m, nil
}

// rightAnswer says whether an answer is exactly one of those wanted, of which there
// may be none.
func rightAnswer(rules metrics.AnswerRules, found string, wanted []string) bool {
	for _, w := range wanted {
		if exact, _ := rules.Compare(found, w); exact == 1 {
			return true
		}
	}
	return len(wanted) == 0 && found == ""
}

func anyImpossible(list []data.Question) bool {
	for _, q := range list {
		if q.Impossible {
			return true
		}
	}
	return false
}

func orNone(answer string) string {
	if answer == "" {
		return "(none)"
	}
	return answer
}

// excerpt is a context around its first answer, or its beginning.
func excerpt(q data.Question) string {
	const around = 100
	text, from, end := q.Context, 0, 0
	if len(q.Answers) > 0 {
		from, end = q.Answers[0].Start, q.Answers[0].Start+len(q.Answers[0].Text)
	}
	from, end = max(0, from-around), min(len(text), end+around)
	return strings.ToValidUTF8(text[from:end], "")
}
