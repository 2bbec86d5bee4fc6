package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/metrics"
)

// tagging is the task of tags of words.
type tagging struct{}

func (tagging) head(r *bertRecipe) bert.Task {
	if r.CRF {
		return bert.TokenCRF
	}
	return bert.TokenClassification
}

func (tagging) metrics() []string { return []string{"f1", "accuracy"} }

func (tagging) read(r *bertRecipe, path string) (*bertPart, error) {
	f, err := r.format(path, "conll", "conll", "jsonl")
	if err != nil {
		return nil, err
	}
	p := &bertPart{}
	if f == "jsonl" {
		p.examples, err = data.ReadJSONL(path)
	} else {
		p.examples, err = readConll(r, path)
	}
	if err != nil {
		return nil, err
	}
	for _, x := range p.examples {
		if len(x.Tags) == 0 {
			return nil, fmt.Errorf("%s: has no tags", x.At)
		}
	}
	return p, nil
}

func readConll(r *bertRecipe, path string) ([]data.Example, error) {
	c := data.CoNLL{Segmented: r.Segmented}
	usual := usualBert()
	for _, x := range []struct {
		flag, value, usual string
		to                 *int
	}{{"text-column", r.Text, usual.Text, &c.Token}, {"label-column", r.Label, usual.Label, &c.Tag}} {
		if x.value == x.usual { // the first, and the last
			continue
		}
		n, err := strconv.Atoi(x.value)
		if err != nil {
			return nil, fmt.Errorf("--%s %q: want a number, as CoNLL's columns have no names", x.flag, x.value)
		}
		*x.to = n
	}
	return data.ReadCoNLL(path, c)
}

func (tagging) labels(p *bertPart) ([]string, error) {
	m, err := data.TagsOf(p.examples)
	if err != nil {
		return nil, err
	}
	for _, tag := range m.Names() {
		if _, err := metrics.Lenient.Entities([]string{tag}); err != nil {
			return nil, fmt.Errorf("--data: %w: want tags such as O, B-PER and I-PER", err)
		}
	}
	if m.Len() < 2 {
		return nil, errors.New("--data: all words have one tag: want two at least, as there is nothing to tell apart")
	}
	return m.Names(), nil
}

func (tagging) encode(m *bertModel, _ *bertRecipe, p *bertPart) (*bert.Examples, error) {
	return m.TagExamples(m.tokenizer, p.examples)
}

func (tagging) measure(_ *bertRecipe, p *bertPart, found *bert.Predictions) (*bertMeasured, error) {
	m := newBertMeasured(p, found)
	entities := metrics.Entities{}
	for i, x := range p.examples {
		words := found.Words(i)
		tags, right, least := make([]string, len(words)), true, 1.0
		for k, w := range words {
			tags[k] = w.Tag
			right = right && w.Tag == x.Tags[k]
			if w.Probability > 0 && w.Probability < least {
				least = w.Probability
			}
		}
		if err := entities.Add(tags, x.Tags); err != nil {
			return nil, fmt.Errorf("%s: %w", x.At, err)
		}
		if !right {
			m.add(bertMistake{strings.Join(x.Tokens, " "), namedEntities(x.Tokens, x.Tags), namedEntities(x.Tokens, tags), least})
		}
	}
	micro := entities.Micro()
	m.set("f1", micro.F1())
	m.set("precision", micro.Precision())
	m.set("recall", micro.Recall())
	m.set("accuracy", entities.Tags.Value())
	m.table = entities.Report()
	return m, nil
}

// namedEntities are the entities of a sentence, as they are shown.
func namedEntities(words, tags []string) string {
	list, err := metrics.Lenient.Entities(tags)
	if err != nil {
		return strings.Join(tags, " ")
	}
	var shown []string
	for _, e := range list {
		shown = append(shown, e.Type+": "+strings.Join(words[e.Start:e.End], " "))
	}
	return strings.Join(shown, "; ")
}
