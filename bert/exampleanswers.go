package bert

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Windows says how a context that is too long is read: in parts that overlap.
type Windows struct {
	Longest int // positions of question and part together; 0: as many as the model was made for
	Stride  int // tokens that a part repeats of the one before it
	Answer  int // tokens of an answer at most; 0: 30
}

// AnswerExamples encodes questions with their contexts, in windows, each of which
// is an example: if the question's first answer is in it as a whole it is the
// target, else that there is none, as with questions that have no answer (Devlin et
// al. 2019, §4.2 and 4.3). If no question has an answer, or is Impossible, targets
// are not known. An answer that is not in its context is an error.
func (m *Model) AnswerExamples(t *tokenizer.Tokenizer, list []data.Question, w Windows) (*Examples, error) {
	if m.Config.Task() != QuestionAnswering {
		return nil, m.refuse(QuestionAnswering)
	}
	t, err := w.tokenizer(m, t)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("examples of answers: there are no questions")
	}
	e := &Examples{model: m, longest: w.Answer}
	if w.Answer == 0 {
		e.longest = 30
	}
	known := false
	for _, q := range list {
		known = known || q.Impossible || len(q.Answers) > 0
	}
	for i, q := range list {
		if err := e.addQuestion(t, i, &q, known); err != nil {
			return nil, fmt.Errorf("question %d, id %q: %w", i+1, q.ID, err)
		}
	}
	return e, nil
}

// tokenizer is t for windows.
func (w Windows) tokenizer(m *Model, t *tokenizer.Tokenizer) (*tokenizer.Tokenizer, error) {
	longest := w.Longest
	if longest == 0 {
		longest = m.Longest()
	}
	if longest < 1 || longest > m.Longest() {
		return nil, fmt.Errorf("windows of %d positions: want 1 to %d, which the model was made for", longest, m.Longest())
	}
	if w.Stride < 0 || w.Answer < 0 {
		return nil, fmt.Errorf("windows: a stride of %d, answers of %d tokens: want 0 or more", w.Stride, w.Answer)
	}
	o := t.Options()
	o.Padding = nil
	o.Truncation = &tokenizer.Truncation{MaxLength: longest, Stride: w.Stride, Strategy: "OnlySecond"}
	return t.With(o)
}

// addQuestion adds the windows of question number i.
func (e *Examples) addQuestion(t *tokenizer.Tokenizer, i int, q *data.Question, known bool) error {
	if err := within(q); err != nil {
		return err
	}
	if known && !q.Impossible && len(q.Answers) == 0 {
		return errors.New("it has no answer, and is_impossible does not say so")
	}
	first, err := t.EncodePair(strings.TrimSpace(q.Question), q.Context)
	if err != nil {
		return fmt.Errorf("%w: the question may leave no room for the context", err)
	}
	parts := append([]*tokenizer.Encoding{first}, first.Overflow...)
	for _, p := range parts {
		e.encodings, e.texts = append(e.encodings, p), append(e.texts, i)
		if !known {
			continue
		}
		goal := target{}
		if len(q.Answers) > 0 {
			a := q.Answers[0]
			goal.from, goal.to = spanOf(p, a.Start, a.Start+len(a.Text))
		}
		e.targets = append(e.targets, goal)
	}
	e.contexts = append(e.contexts, q.Context)
	return nil
}

// within wants answers to be where they say.
func within(q *data.Question) error {
	for _, a := range q.Answers {
		if a.Text == "" || a.Start < 0 || a.Start > len(q.Context) || !strings.HasPrefix(q.Context[a.Start:], a.Text) {
			return fmt.Errorf("the answer %.60q is not at byte %d of its context", a.Text, a.Start)
		}
	}
	return nil
}

// spanOf is the first and last token of bytes from … end of the context; 0, 0 if
// they are not all in this window.
func spanOf(p *tokenizer.Encoding, from, end int) (first, last int) {
	begins, ends := len(p.Bytes), -1 // the window's tokens of the context
	for i, s := range p.Sequences {
		if s == 1 {
			begins, ends = min(begins, i), i
		}
	}
	if ends < 0 || from < p.Bytes[begins][0] || end > p.Bytes[ends][1] {
		return 0, 0
	}
	for first = begins; p.Bytes[first][1] <= from; {
		first++
	}
	for last = ends; p.Bytes[last][0] >= end; {
		last--
	}
	if last < first { // between two tokens: white space
		return 0, 0
	}
	return first, last
}
