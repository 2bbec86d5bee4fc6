package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// jsonExample is a line of JSON; other fields are passed over.
type jsonExample struct {
	Text   string          `json:"text"`
	Pair   string          `json:"pair"`
	Label  json.RawMessage `json:"label"`
	Labels json.RawMessage `json:"labels"`
	Tokens []string        `json:"tokens"`
	Tags   []string        `json:"tags"`
}

// ReadJSONL reads examples from a file of one JSON object a line:
//
//	{"text": …, "pair": …, "label": …}    pair and label may be missing
//	{"text": …, "labels": [ … ]}
//	{"tokens": [ … ], "tags": [ … ]}      tags may be missing
//
// A label is a string, a number or a boolean. A file named *.gz is unpacked, empty
// lines are passed over. Whatever is wrong is an error that names the line.
func ReadJSONL(path string) ([]Example, error) {
	var all []Example
	err := eachLine(path, func(number int, line string) error {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		e, err := parseExample(line)
		e.At = fmt.Sprintf("%s:%d", path, number)
		all = append(all, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	return labelled(path, all)
}

func parseExample(line string) (e Example, err error) {
	var j jsonExample
	if err := json.Unmarshal([]byte(line), &j); err != nil {
		return e, fmt.Errorf("is no JSON of an example: %w", err)
	}
	e = Example{Text: j.Text, Pair: j.Pair, Tokens: j.Tokens, Tags: j.Tags}
	if j.Tokens != nil || j.Tags != nil {
		switch {
		case j.Text != "" || j.Pair != "" || j.Label != nil || j.Labels != nil:
			return e, errors.New("has both tokens and a text: want one of them")
		case len(j.Tokens) == 0:
			return e, errors.New("has no tokens")
		}
		return e, e.checkTags()
	}
	if j.Label != nil && j.Labels != nil {
		return e, errors.New("has both label and labels: want one of them")
	}
	if j.Label != nil {
		label, err := labelOf(j.Label)
		if err != nil {
			return e, err
		}
		e.Labels = []string{label}
	}
	if j.Labels != nil {
		if e.Labels, err = labelsOf(j.Labels); err != nil {
			return e, err
		}
	}
	return e, e.checkText()
}

func labelsOf(raw json.RawMessage) ([]string, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || list == nil {
		return nil, fmt.Errorf("labels are %.40s, want a list", raw)
	}
	labels := make([]string, len(list))
	for i, l := range list {
		var err error
		if labels[i], err = labelOf(l); err != nil {
			return nil, err
		}
	}
	return labels, nil
}

// labelOf is a string, or a number or boolean as it is written.
func labelOf(raw json.RawMessage) (string, error) {
	var label string
	if json.Unmarshal(raw, &label) == nil && !bytes.Equal(raw, []byte("null")) {
		return label, nil
	}
	if bytes.ContainsAny(raw[:1], "{[n\"") {
		return "", fmt.Errorf("label is %.40s, want a string, a number or a boolean", raw)
	}
	return string(raw), nil
}
