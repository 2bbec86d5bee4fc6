package bert

import (
	"errors"
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Embedder makes embeddings of many texts of mixed lengths. It packs them into
// rows, so that next to nothing of the work is for padding. Many goroutines may use
// it.
type Embedder struct {
	model    *Model
	how      Sentences
	function *graph.Function
}

// Embedder makes one that pools as s says.
func (m *Model) Embedder(s Sentences, o graph.Options) (*Embedder, error) {
	if s.Pooling != CLS && s.Pooling != Mean && s.Pooling != Max {
		return nil, fmt.Errorf("embedder: pooling %q: want %q, %q or %q", string(s.Pooling), CLS, Mean, Max)
	}
	f, err := m.Hidden(o)
	if err != nil {
		return nil, fmt.Errorf("embedder: %w", err)
	}
	return &Embedder{m, s, f}, nil
}

// Embed makes one embedding [hidden] of each text, none of which may be longer than
// the model was made for.
func (e *Embedder) Embed(texts ...*tokenizer.Encoding) ([][]float32, error) {
	longest, sum := 1, 0
	for i, t := range texts {
		if t.Len() < 1 || t.Len() > e.model.Longest() {
			return nil, fmt.Errorf("embed: text %d: %d positions: want 1 to %d, which the model was made for", i, t.Len(),
				e.model.Longest())
		}
		longest, sum = max(longest, t.Len()), sum+t.Len()
	}
	all := make([][]float32, len(texts))
	if len(texts) == 0 {
		return all, nil
	}
	p := e.model.Pack(widthFor(longest, sum), texts...)
	const positions = 4096 // of a run: enough for several cores, and little memory
	runs := (p.Rows*p.Width + positions - 1) / positions
	for i := range runs {
		if err := e.run(p, p.Rows*i/runs, p.Rows*(i+1)/runs, all); err != nil {
			return nil, fmt.Errorf("embed: %w", err)
		}
	}
	return all, nil
}

// widthFor is that of rows: a power of two, at least 64 where there are several
// texts, so that rows are nearly full.
func widthFor(longest, sum int) int {
	width := 8
	for width < longest || width < min(64, sum) {
		width *= 2
	}
	return width
}

// run computes rows from to to, and pools the texts that are in them.
func (e *Embedder) run(p *Packed, from, to int, all [][]float32) error {
	return e.function.Call(p.part(from, to), nil, func(r *graph.Results) error {
		hidden, err := r.Value("hidden")
		if err != nil {
			return err
		}
		x, ok := hidden.Data().([]float32)
		if !ok {
			return errors.New("the hidden states are not float32")
		}
		size := e.model.Config.HiddenSize
		for i, first := range p.firsts {
			first -= from * p.Width
			if first >= 0 && first < (to-from)*p.Width {
				all[i] = e.pool(x[first*size:][:p.lengths[i]*size], size)
			}
		}
		return nil
	})
}

// pool makes one vector of a text's hidden states [seq·size].
func (e *Embedder) pool(x []float32, size int) []float32 {
	y := append([]float32{}, x[:size]...)
	sums := make([]float64, size)
	for at := 0; at < len(x) && e.how.Pooling != CLS; at += size {
		for k, v := range x[at : at+size] {
			sums[k] += float64(v)
			y[k] = max(y[k], v)
		}
	}
	if e.how.Pooling == Mean {
		for k := range y {
			y[k] = float32(sums[k] * float64(size) / float64(len(x)))
		}
	}
	if !e.how.Normalise {
		return y
	}
	square := 0.0
	for _, v := range y {
		square += float64(v) * float64(v)
	}
	for k, length := 0, max(math.Sqrt(square), 1e-12); k < size; k++ {
		y[k] = float32(float64(y[k]) / length)
	}
	return y
}
