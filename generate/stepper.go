package generate

import "fmt"

// Stepper is a model that continues several sequences, its rows, at once. It
// keeps what it needs of the tokens it was given, such as their keys and values.
//
// The logits it answers with, [row][vocab] for the token after each row's last,
// are borrowed: they are only read, and only until the next call.
type Stepper interface {
	// Vocab is how many tokens there are: ids are 0 to Vocab-1.
	Vocab() int

	// Longest is how many positions a row can hold, 0 if there is no limit.
	Longest() int

	// Prefill forgets everything and begins a row with each prompt. Prompts have
	// at least one token and at most Longest, and need not be equally long.
	Prefill(prompts [][]int) (logits [][]float32, err error)

	// Step continues each row by one token. A row whose token is Rest has
	// finished: it does not grow, and its logits, which may be nil, are not read.
	Step(tokens []int) (logits [][]float32, err error)

	// Reorder makes row i continue what row rows[i] was: rows may be repeated
	// and left out, and there are len(rows) rows from then on.
	Reorder(rows []int) error
}

// Rest in place of a token keeps a row as it is. A model with steps of one fixed
// shape may compute anything for it, at the row's next position or, if the row is
// full, its last: a row that rests does so until the next Prefill or Reorder.
const Rest = -1

// answered checks what a model answered for rows; those that rest are not looked at.
func answered(logits [][]float32, rows, vocab int, rests func(row int) bool) error {
	if len(logits) != rows {
		return fmt.Errorf("the model has logits of %d rows: want %d", len(logits), rows)
	}
	for i, l := range logits {
		if !rests(i) && len(l) != vocab {
			return fmt.Errorf("row %d: the model has %d logits: want vocab %d", i, len(l), vocab)
		}
	}
	return nil
}
