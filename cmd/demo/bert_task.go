package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
)

// bertTask is what --task stands for.
type bertTask interface {
	head(r *bertRecipe) bert.Task

	// metrics are the scores that the best may be chosen by, the usual one first.
	metrics() []string

	read(r *bertRecipe, path string) (*bertPart, error)

	// labels are the model's, of all that is trained on and kept aside; nil: it has
	// none.
	labels(p *bertPart) ([]string, error)

	encode(m *bertModel, r *bertRecipe, p *bertPart) (*bert.Examples, error)

	// measure scores what was found for a part.
	measure(r *bertRecipe, p *bertPart, found *bert.Predictions) (*bertMeasured, error)
}

var (
	bertTaskNames = []string{"classify", "tag", "qa"}
	bertTasks     = map[string]bertTask{"classify": classifying{}, "tag": tagging{}, "qa": answering{}}
)

// task is the recipe's, whose metric is settled.
func (r *bertRecipe) task() (bertTask, error) {
	t := bertTasks[r.Task]
	if t == nil {
		return nil, fmt.Errorf("--task %q: want one of %s", r.Task, strings.Join(bertTaskNames, ", "))
	}
	if r.Metric == "" {
		r.Metric = t.metrics()[0]
	}
	if !slices.Contains(t.metrics(), r.Metric) {
		return nil, fmt.Errorf("--metric %q: --task %s has %s", r.Metric, r.Task, strings.Join(t.metrics(), ", "))
	}
	return t, nil
}

// bertPart is some of the examples: to train on, kept aside, or to test with.
type bertPart struct {
	name      string
	examples  []data.Example
	questions []data.Question
}

func (p *bertPart) len() int { return len(p.examples) + len(p.questions) }

// pick is those with these numbers.
func (p *bertPart) pick(name string, numbers []int) *bertPart {
	q := &bertPart{name: name}
	for _, i := range numbers {
		if p.questions != nil {
			q.questions = append(q.questions, p.questions[i])
		} else {
			q.examples = append(q.examples, p.examples[i])
		}
	}
	return q
}

// bertMeasured is how good predictions of a part are.
type bertMeasured struct {
	On     string             `json:"on"`
	Count  int                `json:"examples"`
	Loss   float64            `json:"loss"`
	Scores map[string]float64 `json:"scores"`

	order     []string      // of the scores
	table     string        // that is printed below them, "" if there is none
	confusion [][]float32   // [wanted][found], nil if there is none
	labels    []string      // of confusion
	mistakes  []bertMistake // the first of them
	wrong     int           // all of them
}

// bertMistake is an example of which the model makes something else.
type bertMistake struct {
	Text, Wanted, Found string
	Probability         float64 // of what was found
}

const mistakesShown = 200

// add keeps a mistake to be shown.
func (m *bertMeasured) add(x bertMistake) {
	if m.wrong++; len(m.mistakes) < mistakesShown {
		m.mistakes = append(m.mistakes, x)
	}
}

// set adds a score; what is not defined, as the precision of nothing, is 0.
func (m *bertMeasured) set(name string, value float64) {
	if math.IsNaN(value) {
		value = 0
	}
	m.Scores[name] = value
	m.order = append(m.order, name)
}

func newBertMeasured(p *bertPart, found *bert.Predictions) *bertMeasured {
	return &bertMeasured{On: p.name, Count: p.len(), Loss: found.Loss, Scores: map[string]float64{}}
}

// readPart reads the examples that a flag names.
func (r *bertRecipe) readPart(t bertTask, flag, path string) (*bertPart, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("--%s %s: there is no such file", flag, path)
	}
	p, err := t.read(r, path)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flag, refused(err, "another file"))
	}
	p.name = flag
	return p, nil
}

// format is of a file: as --format says, or as its name ends.
func (r *bertRecipe) format(path string, usual string, known ...string) (string, error) {
	f := r.Format
	if f == "" {
		name := strings.TrimSuffix(path, ".gz")
		f = name[strings.LastIndexByte(name, '.')+1:]
		if !slices.Contains(known, f) {
			f = usual
		}
	}
	if !slices.Contains(known, f) {
		return "", fmt.Errorf("--format %q: --task %s has %s", f, r.Task, strings.Join(known, ", "))
	}
	return f, nil
}
