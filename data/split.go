package data

import "fmt"

// Split cuts tokens in two that follow each other: the first ⌊fraction · Len⌋ to
// train on, the rest to validate on. A text's end is less like its beginning
// than random pieces are like each other, so this is the stricter split.
// nanoGPT's is Split(tokens, 0.9).
func Split(t Tokens, fraction float64) (training, validation Tokens, err error) {
	if !(fraction > 0 && fraction < 1) {
		return training, validation, fmt.Errorf("split: fraction %v for training: want above 0 and below 1", fraction)
	}
	n := int(float64(t.Len()) * fraction)
	if n < 1 || n >= t.Len() {
		return training, validation, fmt.Errorf(
			"split: %s has %d tokens, of which %v is %d: want at least 1 in each part, so more text", t.name, t.Len(), fraction, n)
	}
	return t.Slice(0, n).Named("the training split"), t.Slice(n, t.Len()).Named("the validation split"), nil
}
