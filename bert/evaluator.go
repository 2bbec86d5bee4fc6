package bert

import (
	"context"
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
)

// Evaluator runs examples through a model, in batches of like lengths. Goroutines
// may use it at once.
type Evaluator struct {
	model    *Model
	plain    *graph.Function // where targets are not known
	measured *graph.Function // where they are
}

// Evaluator makes one. It remembers 128 programs, each for one size of batch,
// unless told otherwise.
func (m *Model) Evaluator(o graph.Options) (*Evaluator, error) {
	if o.Programs == 0 {
		o.Programs = 128
	}
	v := &Evaluator{model: m}
	var err error
	if v.measured, err = m.Evaluation(o); err == nil {
		v.plain, err = m.Function(o)
	}
	if err != nil {
		return nil, fmt.Errorf("evaluator: %w", err)
	}
	return v, nil
}

// Run predicts what the model's head makes of examples. It ends with ctx's error if
// that is done before.
func (v *Evaluator) Run(ctx context.Context, e *Examples) (*Predictions, error) {
	const positions = 4096 // of a batch: enough for several cores, in little memory
	for i, x := range e.encodings {
		if x.Len() > v.model.Longest() {
			return nil, fmt.Errorf("evaluate: text %d: %d positions: want %d at most, which the model was made for", e.texts[i],
				x.Len(), v.model.Longest())
		}
	}
	p := &Predictions{Loss: math.NaN(), examples: e, logits: make([][]float32, e.Len()), tags: make([][]int, e.Len())}
	sum, total := 0.0, 0.0
	for _, which := range Batches(positions, e.encodings...) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		loss, weight, err := v.batch(p, which)
		if err != nil {
			return nil, fmt.Errorf("evaluate: %w", err)
		}
		if weight > 0 {
			sum, total = sum+weight*loss, total+weight
		}
	}
	if e.Known() {
		p.Loss = sum / total
	}
	return p, nil
}

// batch fills in the predictions of some examples.
func (v *Evaluator) batch(p *Predictions, which []int) (loss, weight float64, err error) {
	f := v.plain
	if p.examples.Known() {
		f = v.measured
	}
	in := p.examples.Batch(which...)
	out, err := f.Run(in)
	if err != nil {
		return 0, 0, err
	}
	if p.examples.Known() {
		if loss, err = scalar(out["loss"]); err == nil {
			weight, err = scalar(out["weight"])
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return loss, weight, p.take(which, out)
}

func scalar(x *tensor.Dense) (float64, error) {
	if x == nil {
		return 0, fmt.Errorf("an output is missing")
	}
	switch v := x.Data().(type) {
	case float32:
		return float64(v), nil
	case float64:
		return v, nil
	case []float32:
		return float64(v[0]), nil
	case []float64:
		return v[0], nil
	}
	return 0, fmt.Errorf("an output is %v: want a float", x.Dtype())
}

// take copies what a batch has come to.
func (p *Predictions) take(which []int, out graph.Values) error {
	if start, ok := out["start"]; ok { // [batch, seq]
		end, wrong := floats(out["end"])
		begin, err := floats(start)
		if err != nil || wrong != nil {
			return fmt.Errorf("start and end are %v: want floats", start.Dtype())
		}
		seq := start.Shape()[1]
		for row, k := range which {
			n := p.examples.encodings[k].Len()
			p.logits[k] = append(append(make([]float32, 0, 2*n), begin[row*seq:row*seq+n]...), end[row*seq:row*seq+n]...)
		}
		return nil
	}
	logits, err := floats(out["logits"]) // [batch, labels] or [batch, seq, labels]
	if err != nil {
		return err
	}
	size := len(logits) / len(which)
	for row, k := range which {
		p.logits[k] = append([]float32(nil), logits[row*size:(row+1)*size]...)
	}
	if best, ok := out["tags"]; ok { // [batch, seq]
		tags, seq := best.Data().([]int), best.Shape()[1]
		for row, k := range which {
			p.tags[k] = tags[row*seq : (row+1)*seq]
		}
	}
	return nil
}

// floats are a tensor's numbers as float32.
func floats(x *tensor.Dense) ([]float32, error) {
	switch v := x.Data().(type) {
	case []float32:
		return v, nil
	case []float64:
		list := make([]float32, len(v))
		for i := range v {
			list[i] = float32(v[i])
		}
		return list, nil
	}
	return nil, fmt.Errorf("logits are %v: want floats", x.Dtype())
}
