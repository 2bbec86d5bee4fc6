package gpt

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/transformer"
	"github.com/gaze-ml/gaze/weights"
)

// normal declares a weight drawn from N(0, std²).
func normal(s *graph.Scope, std float64, shape ...int) *graph.Node {
	return s.Param("weight", weights.Normal(std), shape...)
}

// linear declares a weight drawn from N(0, std²) and, if it is wanted, a bias of
// zeros.
func linear(s *graph.Scope, std float64, in, out int, bias bool) *layers.Linear {
	l := &layers.Linear{Weight: normal(s, std, out, in)}
	if bias {
		l.Bias = s.Param("bias", nil, out)
	}
	return l
}

// output is lm_head, the tokens' own weight if it is tied to them.
func output(s *graph.Scope, tokens *layers.Embedding, tied bool, std float64) *layers.Linear {
	if tied {
		return &layers.Linear{Weight: tokens.Weight}
	}
	vocab, hidden := tokens.Weight.Dim(0), tokens.Weight.Dim(1)
	return linear(s.In("lm_head"), std, hidden, vocab, false)
}

// within refuses ids [batch, seq] of more positions than a model was made for.
func within(ids *graph.Node, longest int) {
	if seq := ids.Dim(1); seq > longest {
		ids.Graph().Scope().Errorf("%s: %d positions: want 1 to %d, which the model was made for", ids, seq, longest)
	}
}

// remember gives every layer a cache, in which rows go on from others.
func remember(stack *transformer.Encoder, s *graph.Scope, at, from *graph.Node, longest int) {
	stack.Remember(s, at, longest)
	for _, l := range stack.Layers {
		l.Attention.Cache.From = from
	}
}

// shareForks tells the caches of d how many first positions each row and the one that
// it goes on from have in common, [batch]: these are not copied.
func shareForks(d Decoder, same *graph.Node) {
	var stack *transformer.Encoder
	switch d := d.(type) {
	case *GPT2:
		stack = d.Stack
	case *Llama:
		stack = d.Stack
	default:
		return
	}
	for _, l := range stack.Layers {
		l.Attention.Cache.Same = same
	}
}
