package generate

import "fmt"

// Window lets a Model go on for as long as one likes: a row that is full begins
// anew with its last Keep tokens, and older ones are forgotten. Other rows are
// read again as they are. Of a prompt longer than the model can hold the end is
// read.
//
// A text read anew gives the same logits only if the model's positions are
// relative; others, such as GPT-2's, give those of a text that begins there.
type Window struct {
	Model Stepper
	Keep  int // tokens; 0: half of what the model can hold

	rows [][]int // what each has been given since it began or began anew
}

// Vocab is the model's.
func (w *Window) Vocab() int { return w.Model.Vocab() }

// Longest is 0: there is no limit.
func (w *Window) Longest() int { return 0 }

// Prefill begins a row with each prompt, or with the end of it.
func (w *Window) Prefill(prompts [][]int) ([][]float32, error) {
	longest := w.Model.Longest()
	if w.Keep < 0 || longest > 0 && w.Keep > longest {
		return nil, fmt.Errorf("window: keep is %d: want 0 to %d, as many as the model can hold", w.Keep, longest)
	}
	w.rows = make([][]int, len(prompts))
	for i, p := range prompts {
		w.rows[i] = last(p, longest)
	}
	return w.Model.Prefill(w.rows)
}

// Step continues each row by one token.
func (w *Window) Step(tokens []int) ([][]float32, error) {
	if len(tokens) != len(w.rows) {
		return nil, fmt.Errorf("window: %d tokens for %d rows: want one for each row of Prefill", len(tokens), len(w.rows))
	}
	longest, full := w.Model.Longest(), false
	for i, token := range tokens {
		if token != Rest {
			full = full || len(w.rows[i]) == longest
			w.rows[i] = append(w.rows[i], token)
		}
	}
	if longest == 0 || !full {
		return w.Model.Step(tokens)
	}
	keep := w.Keep
	if keep == 0 {
		keep = (longest + 1) / 2
	}
	for i, row := range w.rows {
		if len(row) > longest {
			w.rows[i] = last(row, keep)
		}
	}
	return w.Model.Prefill(w.rows)
}

// Reorder makes row i continue what row rows[i] was.
func (w *Window) Reorder(rows []int) error {
	if err := w.Model.Reorder(rows); err != nil {
		return err
	}
	now := make([][]int, len(rows))
	for i, r := range rows {
		now[i] = last(w.rows[r], 0)
	}
	w.rows = now
	return nil
}

// last copies the last n tokens of a row, all of them if n is 0.
func last(row []int, n int) []int {
	if n > 0 && len(row) > n {
		row = row[len(row)-n:]
	}
	return append(make([]int, 0, 2*len(row)), row...)
}
