package bert

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gaze-ml/gaze/internal/checkpoint"
)

// Task is what a model's head is for: what config.json says by an architecture.
type Task string

// The tasks.
const (
	Encoding               Task = "Model"                     // no head; a pooler, but for DistilBERT
	PreTraining            Task = "ForPreTraining"            // masked words and next sentence, as BERT was trained
	MaskedLM               Task = "ForMaskedLM"               // masked words
	NextSentence           Task = "ForNextSentencePrediction" // whether a sentence follows another
	SequenceClassification Task = "ForSequenceClassification" // a class, or several, of a text
	TokenClassification    Task = "ForTokenClassification"    // a class of each token
	TokenCRF               Task = "ForTokenClassificationCRF" // tags that agree with each other; transformers has no such
	QuestionAnswering      Task = "ForQuestionAnswering"      // where the answer begins and ends
)

// families are what architectures begin with, and the tasks that there are.
var families = map[string]struct {
	name  string
	tasks []Task
}{
	typeBERT: {"Bert", []Task{Encoding, PreTraining, MaskedLM, NextSentence, SequenceClassification, TokenClassification,
		TokenCRF, QuestionAnswering}},
	typeRoBERTa: {"Roberta", []Task{Encoding, MaskedLM, SequenceClassification, TokenClassification, TokenCRF,
		QuestionAnswering}},
	typeDistilBERT: {"DistilBert", []Task{Encoding, MaskedLM, SequenceClassification, TokenClassification, TokenCRF,
		QuestionAnswering}},
}

// Task is what the first of Architectures says; without any it is Encoding.
func (c *Config) Task() Task {
	if len(c.Architectures) == 0 {
		return Encoding
	}
	return Task(strings.TrimPrefix(c.Architectures[0], families[c.ModelType].name))
}

// setTask makes it a config of that task, with these labels if it classifies.
func (c *Config) setTask(t Task, labels []string) error {
	c.Architectures = []string{families[c.ModelType].name + string(t)}
	classifies := slices.Contains([]Task{SequenceClassification, TokenClassification, TokenCRF}, t)
	if classifies != (len(labels) > 0) {
		return fmt.Errorf("%s with %d labels: want some where something is classified, and only there", t, len(labels))
	}
	c.ID2Label, c.Label2ID, c.NumLabels = nil, nil, 0
	if !classifies {
		return c.Check()
	}
	c.ID2Label, c.Label2ID = map[string]string{}, map[string]int{}
	for i, l := range labels {
		if _, twice := c.Label2ID[l]; twice {
			return fmt.Errorf("label %q is given twice", l)
		}
		c.ID2Label[strconv.Itoa(i)], c.Label2ID[l] = l, i
	}
	return c.Check()
}

// Labels are what the classes are called, in order of their ids; LABEL_0 and so on
// where the file does not say.
func (c *Config) Labels() []string {
	n := len(c.ID2Label)
	if n == 0 {
		n = c.NumLabels
	}
	if n == 0 {
		n = 2
	}
	labels := make([]string, n)
	for i := range labels {
		labels[i] = "LABEL_" + strconv.Itoa(i)
		if name, ok := c.ID2Label[strconv.Itoa(i)]; ok {
			labels[i] = name
		}
	}
	return labels
}

func (c *Config) checkTask(all *checkpoint.Checks) {
	family := families[c.ModelType]
	all.Add(slices.Contains(family.tasks, c.Task()), "architectures", c.Architectures,
		"%s and one of %v: others are not supported", family.name, family.tasks)
	all.Add(c.NumLabels >= 0 && c.NumLabels <= 1<<20, "num_labels", c.NumLabels, "0 to %d", 1<<20)
	for i := range len(c.ID2Label) {
		_, ok := c.ID2Label[strconv.Itoa(i)]
		all.Add(ok, "id2label", c.ID2Label, "the ids 0 to %d", len(c.ID2Label)-1)
		if !ok {
			break
		}
	}
	all.Add(slices.Contains([]string{"", singleLabel, multiLabel}, c.ProblemType), "problem_type", c.ProblemType,
		"%q or %q: others are not supported", singleLabel, multiLabel)
	spans := c.Task() != QuestionAnswering || c.NumLabels <= 1<<20 && len(c.Labels()) == 2
	all.Add(spans, "num_labels", c.NumLabels, "2 for answers: where they begin and end")
}

// predictsWords says whether there is a head for masked words.
func (c *Config) predictsWords() bool { return c.Task() == PreTraining || c.Task() == MaskedLM }

// predictsNext says whether there is one for the next sentence.
func (c *Config) predictsNext() bool { return c.Task() == PreTraining || c.Task() == NextSentence }

// pools says whether there is a pooler.
func (c *Config) pools() bool {
	switch c.Task() {
	case Encoding:
		return c.ModelType != typeDistilBERT && !c.bare
	case PreTraining, NextSentence:
		return true
	case SequenceClassification:
		return c.ModelType == typeBERT
	}
	return false
}
