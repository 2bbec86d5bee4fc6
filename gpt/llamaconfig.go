package gpt

import (
	"encoding/json"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/layers"
)

// LlamaConfig is the config.json of Llama's layout (model_type "llama"). What a
// file leaves out is what transformers takes it for.
type LlamaConfig struct {
	ModelType     string   `json:"model_type"`
	Architectures []string `json:"architectures,omitempty"`

	VocabSize             int `json:"vocab_size"`
	HiddenSize            int `json:"hidden_size"`
	IntermediateSize      int `json:"intermediate_size"`
	NumHiddenLayers       int `json:"num_hidden_layers"`
	NumAttentionHeads     int `json:"num_attention_heads"`
	NumKeyValueHeads      int `json:"num_key_value_heads,omitempty"` // 0: as many
	HeadDim               int `json:"head_dim,omitempty"`            // 0: hidden_size / num_attention_heads
	MaxPositionEmbeddings int `json:"max_position_embeddings"`

	HiddenAct         string  `json:"hidden_act"`
	RMSNormEps        float64 `json:"rms_norm_eps"`
	InitializerRange  float64 `json:"initializer_range"`
	AttentionDropout  float64 `json:"attention_dropout,omitempty"`
	AttentionBias     bool    `json:"attention_bias,omitempty"` // of query, key, value and output
	MLPBias           bool    `json:"mlp_bias,omitempty"`       // of gate, up and down
	TieWordEmbeddings bool    `json:"tie_word_embeddings"`

	// The rotary positions: rope_parameters since transformers 5, the other two
	// before.
	RopeParameters *RopeParameters `json:"rope_parameters,omitempty"`
	RopeScaling    *RopeParameters `json:"rope_scaling,omitempty"`
	RopeTheta      float64         `json:"rope_theta,omitempty"`

	// Not supported: anything that is on is an error of Check.
	QuantizationConfig  json.RawMessage `json:"quantization_config,omitempty"`
	PartialRotaryFactor json.RawMessage `json:"partial_rotary_factor,omitempty"` // 1 is implemented
	IsCausal            json.RawMessage `json:"is_causal,omitempty"`             // true is
	SlidingWindow       json.RawMessage `json:"sliding_window,omitempty"`        // unless the next is false
	UseSlidingWindow    json.RawMessage `json:"use_sliding_window,omitempty"`

	file *checkpoint.Document
}

type plainLlama LlamaConfig

// UnmarshalJSON reads config.json.
func (c *LlamaConfig) UnmarshalJSON(text []byte) error {
	read := plainLlama{
		ModelType: "llama", VocabSize: 32000, HiddenSize: 4096, IntermediateSize: 11008,
		NumHiddenLayers: 32, NumAttentionHeads: 32, MaxPositionEmbeddings: 2048,
		HiddenAct: "silu", RMSNormEps: 1e-6, InitializerRange: 0.02,
	}
	file, err := checkpoint.Unmarshal(text, &read)
	if err != nil {
		return err
	}
	*c = LlamaConfig(read)
	c.file = file
	return nil
}

// MarshalJSON writes config.json.
func (c *LlamaConfig) MarshalJSON() ([]byte, error) {
	return checkpoint.Marshal(c.file, plainLlama(*c))
}

// Check lists what is wrong.
func (c *LlamaConfig) Check() error {
	var all checkpoint.Checks
	all.Add(c.ModelType == "llama", "model_type", c.ModelType, `"llama"`)
	all.Sizes(map[string]int{
		"vocab_size": c.VocabSize, "hidden_size": c.HiddenSize, "intermediate_size": c.IntermediateSize,
		"num_hidden_layers": c.NumHiddenLayers, "num_attention_heads": c.NumAttentionHeads,
		"num_key_value_heads": c.kvHeads(), "max_position_embeddings": c.MaxPositionEmbeddings,
	})
	whole := c.NumAttentionHeads < 1 || c.HiddenSize%c.NumAttentionHeads == 0
	all.Add(whole || c.HeadDim != 0, "num_attention_heads", c.NumAttentionHeads, "a divisor of hidden_size, %d", c.HiddenSize)
	d := c.headDim()
	all.Add(!whole && c.HeadDim == 0 || d > 0 && d%2 == 0 && d < 1<<28, "head_dim", d, "an even number, for rotary positions")
	all.Add(c.kvHeads() < 1 || c.NumAttentionHeads%c.kvHeads() == 0,
		"num_key_value_heads", c.NumKeyValueHeads, "a divisor of num_attention_heads, %d", c.NumAttentionHeads)
	all.Known("hidden_act", c.HiddenAct, names(llamaActivations))
	all.Add(c.RMSNormEps > 0, "rms_norm_eps", c.RMSNormEps, "above 0")
	all.Add(c.InitializerRange >= 0, "initializer_range", c.InitializerRange, "0 or more")
	all.Rates(map[string]float64{"attention_dropout": c.AttentionDropout})
	c.rope().check(&all)
	all.Off("quantization_config", c.QuantizationConfig)
	all.Only("partial_rotary_factor", c.PartialRotaryFactor, "1", "1.0")
	all.Only("is_causal", c.IsCausal, "true")
	all.Off("use_sliding_window", c.UseSlidingWindow)
	if string(c.UseSlidingWindow) != "false" {
		all.Off("sliding_window", c.SlidingWindow)
	}
	return all.Join("llama config")
}

// llamaActivations are those of the gate.
var llamaActivations = map[string]layers.Activation{"silu": layers.SiLU, "swish": layers.SiLU}

func (c *LlamaConfig) kvHeads() int {
	if c.NumKeyValueHeads != 0 {
		return c.NumKeyValueHeads
	}
	return c.NumAttentionHeads
}

func (c *LlamaConfig) headDim() int {
	if c.HeadDim != 0 {
		return c.HeadDim
	}
	return c.HiddenSize / max(c.NumAttentionHeads, 1)
}

// rope is what the rotary positions are, wherever the file says so.
func (c *LlamaConfig) rope() *RopeParameters {
	var r RopeParameters
	switch {
	case c.RopeParameters != nil:
		r = *c.RopeParameters
	case c.RopeScaling != nil:
		r = *c.RopeScaling
	}
	if r.RopeTheta == 0 {
		r.RopeTheta = c.RopeTheta
	}
	if r.RopeTheta == 0 {
		r.RopeTheta = 10000
	}
	return &r
}

// Draw declares a Llama.
func (c *LlamaConfig) Draw(s *graph.Scope) Decoder { return NewLlama(s, c) }

func (c *LlamaConfig) facts() facts {
	hidden, width := float64(c.HiddenSize), float64(c.headDim())
	rows := float64(c.VocabSize)
	if !c.TieWordEmbeddings {
		rows *= 2
	}
	perLayer := 2*width*float64(c.NumAttentionHeads+c.kvHeads()) + 3*float64(c.IntermediateSize)
	f := facts{
		vocab: c.VocabSize, longest: c.MaxPositionEmbeddings,
		layouts: llamaLayouts(c.NumAttentionHeads, c.kvHeads()),
		ignored: []string{"model.layers.{i}.self_attn.rotary_emb.inv_freq", "rope.freqs"},
		cached:  2*float64(c.NumHiddenLayers*c.kvHeads())*width + 4*width, // keys, values and the rotary table
		size:    hidden * (rows + float64(c.NumHiddenLayers)*perLayer),
	}
	if c.TieWordEmbeddings {
		f.tied = [2]string{"lm_head.weight", "model.embed_tokens.weight"}
	}
	return f
}
