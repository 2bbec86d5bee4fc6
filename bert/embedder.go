package bert

import (
	"fmt"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Embedder makes embeddings of many texts of mixed lengths, in batches of like
// ones; see Batches. Many goroutines may use it.
type Embedder struct {
	model    *Model
	function *graph.Function
}

// Embedder makes one that pools as s says. It remembers 64 programs, each for one
// size of batch, unless told otherwise.
func (m *Model) Embedder(s Sentences, o graph.Options) (*Embedder, error) {
	if o.Programs == 0 {
		o.Programs = 64
	}
	f, err := m.Embedding(s.Pooling, s.Normalise, o)
	if err != nil {
		return nil, fmt.Errorf("embedder: %w", err)
	}
	return &Embedder{m, f}, nil
}

// Embed makes one embedding [hidden] of each text, none of which may be empty, or
// longer than the model was made for.
func (e *Embedder) Embed(texts ...*tokenizer.Encoding) ([][]float32, error) {
	const positions = 4096 // of a batch: enough for several cores, in little memory
	for i, t := range texts {
		if t.Len() < 1 || t.Len() > e.model.Longest() {
			return nil, fmt.Errorf("embed: text %d: %d positions: want 1 to %d, which the model was made for", i, t.Len(),
				e.model.Longest())
		}
	}
	all, size := make([][]float32, len(texts)), e.model.Config.HiddenSize
	for _, batch := range Batches(positions, texts...) {
		list := make([]*tokenizer.Encoding, len(batch))
		for i, at := range batch {
			list[i] = texts[at]
		}
		out, err := e.function.Run(e.model.Inputs(list...))
		if err != nil {
			return nil, fmt.Errorf("embed: %w", err)
		}
		x := out["embedding"].Data().([]float32)
		for i, at := range batch {
			all[at] = x[i*size : (i+1)*size : (i+1)*size]
		}
	}
	return all, nil
}
