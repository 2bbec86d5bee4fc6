package cases

import (
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
)

// CharGPTConfig is a small model over characters in GPT-2's layout: the one that
// nanoGPT's README trains on a laptop.
func CharGPTConfig(z Size) *gpt.GPT2Config {
	return &gpt.GPT2Config{
		ModelType: "gpt2", VocabSize: z.Vocab, NPositions: z.Positions,
		NEmbd: z.Hidden, NLayer: z.Layers, NHead: z.Heads, NInner: z.Intermediate,
		ActivationFunction: "gelu", LayerNormEpsilon: eps, InitializerRange: std,
		TieWordEmbeddings: true, ScaleAttnWeights: true,
	}
}

func charGPTInputs(z Size) []Input {
	return []Input{
		{Name: "ids", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
		{Name: "labels", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
	}
}

func drawCharGPT(s *graph.Scope, in Nodes, z Size) graph.Outputs {
	m := CharGPTConfig(z).Draw(s)
	logits := m.Logits(m.Forward(in["ids"])) // [batch, seq, vocab]
	return minimised(logits, in["labels"])
}
