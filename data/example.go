package data

import (
	"errors"
	"fmt"
)

// Example is a text with labels, or words with a tag each, as a file has them.
type Example struct {
	Text, Pair   string   // the text, and what it is compared with, if anything
	Labels       []string // of the text: one, several, or none
	Tokens, Tags []string // or words, and a tag for each; no tags if there are none
	At           string   // its file and line, for messages: "train.tsv:12"
}

// labelled wants at least one example.
func labelled(path string, all []Example) ([]Example, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there is no example in it", path)
	}
	return all, nil
}

// checkTags wants words, and a tag for each if there are tags.
func (e *Example) checkTags() error {
	if len(e.Tags) > 0 && len(e.Tags) != len(e.Tokens) {
		return fmt.Errorf("%d tags of %d tokens", len(e.Tags), len(e.Tokens))
	}
	for i, token := range e.Tokens {
		if token == "" {
			return fmt.Errorf("token %d is empty", i+1)
		}
	}
	for i, tag := range e.Tags {
		if tag == "" {
			return fmt.Errorf("tag %d is empty", i+1)
		}
	}
	return nil
}

// checkText wants a text, and labels that are some.
func (e *Example) checkText() error {
	if e.Text == "" {
		return errors.New("the text is empty")
	}
	for _, l := range e.Labels {
		if l == "" {
			return errors.New("a label is empty")
		}
	}
	return nil
}
