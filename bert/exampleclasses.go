package bert

import (
	"fmt"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// MultiLabel makes a config of SequenceClassification, or of a model that is to be
// made For it, one of several labels for each text, or of none.
func (c *Config) MultiLabel() { c.ProblemType = multiLabel }

// IsMultiLabel says whether it is.
func (c *Config) IsMultiLabel() bool { return c.ProblemType == multiLabel }

// ClassExamples encodes texts, or pairs of texts, with their labels; if none of
// them has one, they are not known. A label that the model does not know, or too
// few or many of them, is an error that names the line.
func (m *Model) ClassExamples(t *tokenizer.Tokenizer, list []data.Example) (*Examples, error) {
	if m.Config.Task() != SequenceClassification {
		return nil, m.refuse(SequenceClassification)
	}
	e := &Examples{model: m}
	if len(list) == 0 {
		return nil, fmt.Errorf("examples of classes: there are none")
	}
	known := false
	for _, x := range list {
		known = known || len(x.Labels) > 0
	}
	labels, err := data.NewLabelMap(m.Config.Labels()...)
	if err != nil {
		return nil, err
	}
	for i, x := range list {
		encoded, err := encodeText(t, x)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", x.At, err)
		}
		e.encodings, e.texts = append(e.encodings, encoded), append(e.texts, i)
		if !known {
			continue
		}
		goal, err := m.classes(labels, x)
		if err != nil {
			return nil, err
		}
		e.targets = append(e.targets, goal)
	}
	return e, nil
}

func encodeText(t *tokenizer.Tokenizer, x data.Example) (*tokenizer.Encoding, error) {
	encode := func() (*tokenizer.Encoding, error) { return t.Encode(x.Text) }
	if x.Pair != "" {
		encode = func() (*tokenizer.Encoding, error) { return t.EncodePair(x.Text, x.Pair) }
	}
	e, err := encode()
	if err == nil && e.Len() == 0 {
		err = fmt.Errorf("the text has no tokens")
	}
	return e, err
}

// classes is the target of a text with labels.
func (m *Model) classes(labels *data.LabelMap, x data.Example) (target, error) {
	ids, err := labels.Labels(x)
	if err != nil {
		return target{}, err
	}
	if m.Config.ProblemType != multiLabel {
		if len(ids) != 1 {
			return target{}, fmt.Errorf("%s: %d labels, want one: for several the config's problem_type is %q", x.At, len(ids), multiLabel)
		}
		return target{class: ids[0]}, nil
	}
	several := make([]float32, labels.Len())
	for _, id := range ids {
		several[id] = 1
	}
	return target{several: several}, nil
}

// refuse is the error of a model that is not for a task.
func (m *Model) refuse(want Task) error {
	return fmt.Errorf("the model is for the task %q, not for %q: see Model.For", m.Config.Task(), want)
}
