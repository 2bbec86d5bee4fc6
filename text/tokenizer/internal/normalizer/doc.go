// Package normalizer has the steps that change text before it is cut: those of a
// tokenizer.json, each built from its JSON object.
package normalizer
