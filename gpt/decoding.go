package gpt

import (
	"errors"
	"fmt"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/graph"
)

// Decoding continues texts with a model, several at once, one position a token:
// keys and values of what it has seen are kept in a cache. It is a
// generate.Stepper, and for one goroutine at a time.
//
// Prompts are read in one pass, padded on the right to a power of two. That is
// one program, a step is another, and once rows are reordered it is that other
// which reorders as well, so nothing is compiled after the second token.
type Decoding struct {
	function *graph.Function
	states   *graph.States
	vocab    int
	longest  int

	at      []int // how many positions each row holds; nil: no Prefill yet, or a failed one
	from    []int // the rows that rows go on from at the next step
	forks   generate.Forks
	step    step
	numbers []float32   // logits, in memory of our own
	logits  [][]float32 // rows of them
	keep    func(r *graph.Results) error
}

// step is what a step is given, in memory that stays.
type step struct {
	ids, at []int         // [batch], of tokens and of where they stand
	from    *tensor.Dense // [batch], Decoding's from
	same    *tensor.Dense // [batch], how many first positions a row and its from share
	spare   [2][]int      // [batch], to reorder with
	in      graph.Values
}

var _ generate.Stepper = (*Decoding)(nil)

// Decoding begins to decode with rows of at most longest positions; 0 is as many
// as the model was made for, unless that asks for more than 4 GiB a row or for more
// than 2^20 positions. The cache takes 2·layers·kvHeads·d·longest numbers a row.
func (m *Model) Decoding(longest int) (*Decoding, error) {
	return m.DecodingIn(graph.Float32, longest)
}

// DecodingIn is Decoding with the matrix products of a precision. What it writes
// may differ from Float32's where two tokens are about as likely.
func (m *Model) DecodingIn(p graph.Precision, longest int) (*Decoding, error) {
	f := m.Config.facts()
	if longest == 0 {
		longest = f.longest
		if most := f.affordable(); longest > most {
			return nil, fmt.Errorf("decoding: longest 0 is all %d positions that the model was made for, %.1f GiB a row: "+
				"pass longest, how many a row shall hold, such as %d", longest, f.gib(longest), most)
		}
	}
	if longest < 1 || longest > f.longest {
		return nil, fmt.Errorf("decoding: %d positions: want 1 to %d, which the model was made for", longest, f.longest)
	}
	function, err := graph.NewFunction(m.Store, graph.Options{Precision: p}, m.decode(longest))
	if err != nil {
		return nil, err
	}
	d := &Decoding{function: function, vocab: f.vocab, longest: longest}
	d.keep = d.read
	return d, nil
}

// gib is how much memory so many positions of a row take.
func (f facts) gib(positions int) float64 { return 4 * f.cached * float64(positions) / (1 << 30) }

// affordable is how many positions a row has at most if nobody asks for more: a
// config may be mistaken, or lie.
func (f facts) affordable() int { return int(min(1<<20, max(1, 4/f.gib(1)))) }

// decode draws what goes on from positions at [batch] with ids [batch, seq]:
// logits [batch, vocab] after the positions last of [batch·seq], or after the
// only one.
func (m *Model) decode(longest int) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		ids, at := in.Get("ids"), in.Get("at")
		var from *graph.Node
		if in.Has("from") {
			from = in.Get("from")
		}
		d := m.Config.Draw(s)
		d.Remember(s.In("cache"), at, from, longest)
		if in.Has("same") {
			shareForks(d, in.Get("same"))
		}
		x := d.Forward(ids)          // [batch, seq, hidden]
		x = x.Reshape(-1, x.Dim(-1)) // [batch·seq, hidden]
		if in.Has("last") {
			x = x.Gather(in.Get("last"), 0) // [batch, hidden]
		}
		return graph.Outputs{"logits": d.Logits(x)}
	}
}

// Vocab is how many tokens there are.
func (d *Decoding) Vocab() int { return d.vocab }

// Longest is how many positions a row can hold.
func (d *Decoding) Longest() int { return d.longest }

// Stats tells how many programs were compiled, among others.
func (d *Decoding) Stats() graph.Stats { return d.function.Stats() }

// Prefill begins a row with each prompt, and answers with the logits after each. If
// it fails there are no rows.
func (d *Decoding) Prefill(prompts [][]int) ([][]float32, error) {
	if err := d.prefill(prompts); err != nil {
		d.at = nil
		return nil, fmt.Errorf("prefill: %w", err)
	}
	return d.logits, nil
}

func (d *Decoding) prefill(prompts [][]int) error {
	seq, err := d.padded(prompts)
	if err != nil {
		return err
	}
	rows := len(prompts)
	if rows != len(d.at) {
		d.states = graph.NewStates() // of another shape
	}
	d.resize(rows)
	ids, last := make([]int, rows*seq), make([]int, rows)
	for i, p := range prompts {
		copy(ids[i*seq:], p)
		last[i] = i*seq + len(p) - 1
	}
	in := graph.Values{"ids": whole(ids, rows, seq), "at": whole(make([]int, rows), rows)}
	if seq > 1 {
		in["last"] = whole(last, rows)
	}
	if err := d.function.Call(in, d.states, d.keep); err != nil {
		return err
	}
	d.forks.Begin(rows)
	for i, p := range prompts {
		d.at[i] = len(p)
	}
	return nil
}

// padded is the length to which prompts are padded.
func (d *Decoding) padded(prompts [][]int) (int, error) {
	if len(prompts) == 0 {
		return 0, errors.New("there are no prompts: want at least one")
	}
	seq := 1
	for i, p := range prompts {
		if len(p) < 1 || len(p) > d.longest {
			return 0, fmt.Errorf("prompt %d has %d tokens: want 1 to %d", i, len(p), d.longest)
		}
		for seq < len(p) {
			seq *= 2
		}
	}
	return min(seq, d.longest), nil
}

// Step continues each row by one token, or lets it rest, and answers with the
// logits after it, in memory that is the Decoding's own. If a run fails there are no
// rows.
func (d *Decoding) Step(tokens []int) ([][]float32, error) {
	if len(tokens) != len(d.at) || len(d.at) == 0 {
		return nil, fmt.Errorf("step: %d tokens for %d rows: want one for each row of Prefill", len(tokens), len(d.at))
	}
	for i, token := range tokens {
		d.step.ids[i], d.step.at[i] = max(token, 0), min(d.at[i], d.longest-1)
		if token != generate.Rest && d.at[i] == d.longest {
			return nil, fmt.Errorf("step: row %d is full: it holds %d positions", i, d.longest)
		}
		if token < generate.Rest || token >= d.vocab {
			return nil, fmt.Errorf("step: row %d: token %d: want 0 to %d", i, token, d.vocab-1)
		}
	}
	d.forks.Follow(d.from, d.step.at, d.step.same.Ints())
	if err := d.function.Call(d.step.in, d.states, d.keep); err != nil {
		d.at = nil
		return nil, fmt.Errorf("step: %w", err)
	}
	for i, token := range tokens {
		d.from[i] = i
		if token != generate.Rest {
			d.at[i]++
		}
	}
	return d.logits, nil
}

// Reorder makes row i go on from what row rows[i] was.
func (d *Decoding) Reorder(rows []int) error {
	switch {
	case len(d.at) == 0:
		return errors.New("reorder: there are no rows to go on from: want a Prefill before")
	case len(rows) == 0:
		return errors.New("reorder: there are no rows: want at least one")
	}
	at, from := d.step.spare[0], d.step.spare[1]
	if len(rows) != len(d.at) {
		at, from = make([]int, len(rows)), make([]int, len(rows))
	}
	for i, r := range rows {
		if r < 0 || r >= len(d.at) {
			return fmt.Errorf("reorder: rows[%d] is %d: want 0 to %d", i, r, len(d.at)-1)
		}
		at[i], from[i] = d.at[r], d.from[r]
	}
	if len(rows) != len(d.at) {
		states, err := d.states.Select(from)
		if err != nil {
			return fmt.Errorf("reorder: %w", err)
		}
		d.states = states
		d.forks.Follow(from, at, nil)
		d.resize(len(rows))
	} else {
		copy(d.from, from)
	}
	copy(d.at, at)
	d.step.in["from"], d.step.in["same"] = d.step.from, d.step.same
	return nil
}

// resize makes room for so many rows, each going on from itself.
func (d *Decoding) resize(rows int) {
	d.at, d.from = make([]int, rows), make([]int, rows)
	for i := range d.from {
		d.from[i] = i
	}
	s := step{ids: make([]int, rows), at: make([]int, rows), from: whole(d.from, rows), same: whole(make([]int, rows), rows)}
	s.spare = [2][]int{make([]int, rows), make([]int, rows)}
	s.in = graph.Values{"ids": whole(s.ids, rows, 1), "at": whole(s.at, rows)}
	d.step = s
	d.numbers, d.logits = make([]float32, rows*d.vocab), make([][]float32, rows)
	for i := range d.logits {
		d.logits[i] = d.numbers[i*d.vocab : (i+1)*d.vocab]
	}
}

// read takes the logits out of a run.
func (d *Decoding) read(r *graph.Results) error {
	logits, err := r.Value("logits")
	if err == nil {
		copy(d.numbers, logits.Float32s())
	}
	return err
}

func whole(n []int, shape ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(n))
}
