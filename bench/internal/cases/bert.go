package cases

import (
	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

const (
	segments = 2
	eps      = 1e-5 // PyTorch's
	std      = 0.02 // of embeddings at the beginning (Devlin et al. 2019)
)

// bert is a post-norm encoder of words, positions and segments (Devlin et al.
// 2019), without dropout.
type bert struct {
	Words     *layers.Embedding  // [vocab, hidden]
	Positions *attention.Learned // [positions, hidden]
	Segments  *layers.Embedding  // [2, hidden]
	Norm      *layers.LayerNorm
	Encoder   *transformer.Encoder
}

func newBERT(s *graph.Scope, z Size) *bert {
	e := s.In("embeddings")
	return &bert{
		Words:     embedding(e.In("word"), z.Vocab, z.Hidden),
		Positions: &attention.Learned{Weight: embedding(e.In("position"), z.Positions, z.Hidden).Weight},
		Segments:  embedding(e.In("segment"), segments, z.Hidden),
		Norm:      layers.NewLayerNorm(e.In("norm"), z.Hidden, eps),
		Encoder: transformer.NewEncoder(s.In("encoder"), transformer.Config{
			Layers: z.Layers, Hidden: z.Hidden, Heads: z.Heads, Intermediate: z.Intermediate, Activation: layers.GELU,
		}),
	}
}

func embedding(s *graph.Scope, vocab, hidden int) *layers.Embedding {
	return &layers.Embedding{Weight: s.Param("weight", weights.Normal(std), vocab, hidden)}
}

// Forward makes hidden states [batch, seq, hidden] of ids and segments [batch,
// seq]; mask [batch, 1, 1, seq] is of padding.
func (b *bert) Forward(ids, segments, mask *graph.Node) *graph.Node {
	x := b.Words.Forward(ids).Add(b.Segments.Forward(segments)) // [batch, seq, hidden]
	return b.Encoder.Forward(b.Norm.Forward(b.Positions.Forward(x, nil)), mask)
}

func bertForwardInputs(z Size) []Input {
	return []Input{
		{Name: "ids", Shape: []int{z.Batch, z.Seq}, Below: z.Vocab},
		{Name: "segments", Shape: []int{z.Batch, z.Seq}, Below: 1},
		{Name: "mask", Shape: []int{z.Batch, 1, 1, z.Seq}, Mask: true},
	}
}

func drawBERTForward(s *graph.Scope, in Nodes, z Size) graph.Outputs {
	b, pooler := newBERT(s, z), layers.NewLinear(s.In("pooler"), z.Hidden, z.Hidden)
	hidden := b.Forward(in["ids"], in["segments"], in["mask"]) // [batch, seq, hidden]
	first := hidden.Slice(1, 0, 1).Reshape(z.Batch, z.Hidden)  // [batch, hidden]
	return graph.Outputs{"hidden": hidden, "pooled": pooler.Activate(first, layers.Tanh)}
}

func bertTrainInputs(z Size) []Input {
	return append(bertForwardInputs(z),
		Input{Name: "at", Shape: []int{z.Masked}, Below: z.Batch * z.Seq, Even: true},
		Input{Name: "labels", Shape: []int{z.Masked}, Below: z.Vocab})
}

// drawBERTTrain guesses the tokens at positions at of the batch's rows, laid end
// to end, by the published head, whose last weight is that of the words.
func drawBERTTrain(s *graph.Scope, in Nodes, z Size) graph.Outputs {
	b, head := newBERT(s, z), s.In("head")
	transform := layers.NewLinear(head.In("transform"), z.Hidden, z.Hidden)
	norm := layers.NewLayerNorm(head.In("norm"), z.Hidden, eps)
	output := &layers.Linear{Weight: b.Words.Weight, Bias: head.Param("bias", nil, z.Vocab)}

	hidden := b.Forward(in["ids"], in["segments"], in["mask"])                      // [batch, seq, hidden]
	masked := hidden.Reshape(z.Batch*z.Seq, z.Hidden).Gather(in["at"], 0)           // [masked, hidden]
	logits := output.Forward(norm.Forward(transform.Activate(masked, layers.GELU))) // [masked, vocab]
	return minimised(logits, in["labels"])
}

// minimised is the mean cross-entropy of labels [...] and logits [..., vocab],
// which the graph shall minimise.
func minimised(logits, labels *graph.Node) graph.Outputs {
	var l losses.CrossEntropy
	loss := l.Forward(logits, labels)
	loss.Graph().Minimize(loss, l.Weight(labels))
	return graph.Outputs{"loss": loss}
}
