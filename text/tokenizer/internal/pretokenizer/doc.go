// Package pretokenizer has the steps that cut text into the words that a model
// is given: those of a tokenizer.json, each built from its JSON object.
package pretokenizer
