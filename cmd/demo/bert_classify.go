package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/metrics"
)

// classifying is the task of labels of texts.
type classifying struct{}

func (classifying) head(*bertRecipe) bert.Task { return bert.SequenceClassification }

func (classifying) metrics() []string { return []string{"accuracy", "f1"} }

func (classifying) read(r *bertRecipe, path string) (*bertPart, error) {
	f, err := r.format(path, "tsv", "tsv", "csv", "jsonl")
	if err != nil {
		return nil, err
	}
	p := &bertPart{}
	if f == "jsonl" {
		p.examples, err = data.ReadJSONL(path)
	} else {
		p.examples, err = data.ReadTable(path, data.Columns{
			Text: r.Text, Pair: r.Pair, Label: r.Label, Separator: r.Separator, Header: r.Header,
		})
	}
	if err != nil {
		return nil, err
	}
	for _, x := range p.examples {
		if x.Tokens != nil {
			return nil, fmt.Errorf("%s: has tokens: want a text", x.At)
		}
		if len(x.Labels) == 0 && r.Separator == "" && f != "jsonl" {
			return nil, fmt.Errorf("%s: has no label", x.At)
		}
	}
	return p, nil
}

func (classifying) labels(p *bertPart) ([]string, error) {
	var some []data.Example // which have labels
	for _, x := range p.examples {
		if len(x.Labels) > 0 {
			some = append(some, x)
		}
	}
	if len(some) == 0 {
		return nil, fmt.Errorf("--data: no example has a label")
	}
	m, err := data.LabelsOf(some)
	if err != nil {
		return nil, err
	}
	if m.Len() < 2 && !several(p.examples) {
		return nil, fmt.Errorf("--data: all examples have the label %q: want two labels at least, as there is nothing to tell apart", m.Name(0))
	}
	return m.Names(), nil
}

// several says whether a text has several labels, or none.
func several(list []data.Example) bool {
	for _, x := range list {
		if len(x.Labels) != 1 {
			return true
		}
	}
	return false
}

func (classifying) encode(m *bertModel, _ *bertRecipe, p *bertPart) (*bert.Examples, error) {
	return m.ClassExamples(m.tokenizer, p.examples)
}

func (c classifying) measure(_ *bertRecipe, p *bertPart, found *bert.Predictions) (*bertMeasured, error) {
	if several(p.examples) || found.MultiLabel() {
		return c.measureSeveral(p, found)
	}
	m := newBertMeasured(p, found)
	m.labels = found.Labels()
	known, err := data.NewLabelMap(m.labels...)
	if err != nil {
		return nil, err
	}
	classes := metrics.NewClasses(len(m.labels))
	for i, x := range p.examples {
		wanted, err := known.Labels(x)
		if err != nil {
			return nil, err
		}
		best := found.Classes(i)[0]
		if err := classes.Add([]int{best.ID}, wanted); err != nil {
			return nil, err
		}
		if best.ID != wanted[0] {
			m.add(bertMistake{shownText(x), x.Labels[0], best.Label, best.Probability})
		}
	}
	m.set("accuracy", classes.Accuracy())
	m.set("f1", classes.Macro().F1)
	for w := range m.labels {
		row := make([]float32, len(m.labels))
		for f := range m.labels {
			row[f] = float32(classes.Confusion(w, f))
		}
		m.confusion = append(m.confusion, row)
	}
	return m, nil
}

// measureSeveral counts a text as right if all its labels are, and F1 over all
// decisions.
func (classifying) measureSeveral(p *bertPart, found *bert.Predictions) (*bertMeasured, error) {
	m := newBertMeasured(p, found)
	labels := found.Labels()
	known, err := data.NewLabelMap(labels...)
	if err != nil {
		return nil, err
	}
	counted := metrics.NewLabels(len(labels))
	for i, x := range p.examples {
		ids, err := known.Labels(x)
		if err != nil {
			return nil, err
		}
		wanted, have := make([]bool, len(labels)), make([]bool, len(labels))
		for _, id := range ids {
			wanted[id] = true
		}
		names, right, least := []string{}, true, 1.0
		for _, c := range found.Classes(i) {
			if have[c.ID] = c.Probability >= 0.5; have[c.ID] {
				names, least = append(names, c.Label), math.Min(least, c.Probability)
			}
			right = right && have[c.ID] == wanted[c.ID]
		}
		if err := counted.Add(have, wanted); err != nil {
			return nil, err
		}
		if !right {
			m.add(bertMistake{shownText(x), strings.Join(x.Labels, ", "), strings.Join(names, ", "), least})
		}
	}
	m.set("accuracy", counted.ExactMatch())
	micro := counted.Micro()
	m.set("f1", micro.F1())
	return m, nil
}

func shownText(x data.Example) string {
	if x.Pair != "" {
		return x.Text + " ‖ " + x.Pair
	}
	return x.Text
}
