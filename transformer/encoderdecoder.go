package transformer

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// EncoderDecoder reads a source and writes a target. To decode step by step, run
// the Encoder once and the Decoder on its memory.
type EncoderDecoder struct {
	Encoder *Encoder
	Decoder *Decoder
}

// NewEncoderDecoder declares encoder and decoder; both end in a norm, as
// PyTorch's torch.nn.Transformer has it, whether their layers are pre-norm or
// post-norm.
func NewEncoderDecoder(s *graph.Scope, c Config) *EncoderDecoder {
	encoder, decoder := s.In("encoder"), s.In("decoder")
	reads := c
	reads.Causal = false
	m := &EncoderDecoder{NewEncoder(encoder, reads), NewDecoder(decoder, c)}
	if !c.PreNorm {
		m.Encoder.Norm = layers.NewLayerNorm(encoder.In("norm"), c.Hidden, eps)
		m.Decoder.Norm = layers.NewLayerNorm(decoder.In("norm"), c.Hidden, eps)
	}
	return m
}

// Forward keeps the shape of target [batch, seq, hidden], each position of which
// sees the whole source [batch, key, hidden] and what stands before it. Masks are
// of padding, [batch, 1, 1, key] and [batch, 1, 1, seq]; nil hides nothing.
func (m *EncoderDecoder) Forward(source, target, sourceMask, targetMask *graph.Node) *graph.Node {
	memory := m.Encoder.Forward(source, sourceMask) // [batch, key, hidden]
	return m.Decoder.Forward(target, memory, targetMask, sourceMask)
}
