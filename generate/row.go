package generate

import "slices"

// row is one sequence that grows.
type row struct {
	tokens []int // prompt and output
	prompt int   // how many of the tokens are the prompt
	limit  int   // of new tokens
	stop   []int // tokens
	text   *text // nil without a Decoder
	key    key
	reason Reason // "" while it grows
}

// most is the capacity to begin with; longer rows grow.
const most = 1024

func newRow(prompt []int, limit int, stop []int) *row {
	tokens := make([]int, len(prompt), len(prompt)+min(limit, most))
	copy(tokens, prompt)
	return &row{tokens: tokens, prompt: len(prompt), limit: limit, stop: stop}
}

// new is how many tokens the row has beyond its prompt.
func (r *row) new() int { return len(r.tokens) - r.prompt }

func (r *row) done() bool { return r.reason != "" }

// take appends a token, ends the row if a rule says so, and answers with the
// text that can be shown now.
func (r *row) take(token int) string {
	r.tokens = append(r.tokens, token)
	stopped := slices.Contains(r.stop, token)
	switch {
	case stopped:
		r.reason = ByToken
	case r.text != nil && r.text.push(r.tokens):
		r.reason = ByString
	case r.new() >= r.limit:
		r.reason = ByLength
	}
	if r.text == nil {
		return ""
	}
	if stopped {
		r.text.finish(r.tokens[:len(r.tokens)-1])
	} else if r.reason == ByLength && r.text.finish(r.tokens) {
		r.reason = ByString
	}
	return r.text.show()
}

// interrupt ends a row that no rule has ended.
func (r *row) interrupt(why Reason) {
	if r.done() {
		return
	}
	r.reason = why
	if r.text != nil {
		r.text.finish(r.tokens)
	}
}

// branch is a copy of the row that grows apart from it.
func (r *row) branch() *row {
	b := *r
	b.tokens = append(make([]int, 0, len(r.tokens)+1), r.tokens...)
	if r.text != nil {
		b.text = r.text.branch()
	}
	return &b
}

func (r *row) output() Output {
	o := Output{Tokens: slices.Clone(r.tokens[r.prompt:]), Reason: r.reason}
	if r.text != nil {
		o.Text = string(r.text.all)
	}
	return o
}
