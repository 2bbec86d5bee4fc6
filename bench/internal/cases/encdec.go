package cases

import (
	"math"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
)

func encDecInputs(z Size) []Input {
	return []Input{
		{Name: "source", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
		{Name: "target", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
		{Name: "labels", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
	}
}

// drawEncDec is the paper's model, post-norm and with sinusoidal positions
// (Vaswani et al. 2017), with an embedding for each side and an output of its own.
func drawEncDec(s *graph.Scope, in Nodes, z Size) graph.Outputs {
	positions := attention.NewSinusoidal(s, z.Positions, z.Hidden)
	embed := func(side string) *graph.Node {
		x := embedding(s.In("embeddings", side), z.Vocab, z.Hidden).Forward(in[side]) // [batch, seq, hidden]
		return positions.Forward(x.Scale(math.Sqrt(float64(z.Hidden))), nil)
	}
	source, target := embed("source"), embed("target")
	m := transformer.NewEncoderDecoder(s, transformer.Config{
		Layers: z.Layers, Hidden: z.Hidden, Heads: z.Heads, Intermediate: z.Intermediate,
	})
	output := layers.NewLinear(s.In("output"), z.Hidden, z.Vocab)
	logits := output.Forward(m.Forward(source, target, nil, nil)) // [batch, seq, vocab]
	return minimised(logits, in["labels"])
}
