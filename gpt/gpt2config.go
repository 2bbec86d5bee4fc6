package gpt

import (
	"encoding/json"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/layers"
)

// GPT2Config is the config.json of GPT-2's layout (model_type "gpt2"). What a file
// leaves out is what transformers takes it for: the zero value plus JSON {} is
// GPT2Small.
type GPT2Config struct {
	ModelType     string   `json:"model_type"`
	Architectures []string `json:"architectures,omitempty"`

	VocabSize  int `json:"vocab_size"`
	NPositions int `json:"n_positions"`
	NEmbd      int `json:"n_embd"`
	NLayer     int `json:"n_layer"`
	NHead      int `json:"n_head"`
	NInner     int `json:"n_inner,omitempty"` // 0: 4·n_embd

	ActivationFunction string  `json:"activation_function"`
	LayerNormEpsilon   float64 `json:"layer_norm_epsilon"`
	InitializerRange   float64 `json:"initializer_range"`
	TieWordEmbeddings  bool    `json:"tie_word_embeddings"`

	EmbdPdrop  float64 `json:"embd_pdrop"`  // of the embeddings
	AttnPdrop  float64 `json:"attn_pdrop"`  // of the attention's weights
	ResidPdrop float64 `json:"resid_pdrop"` // of what is added to the residual

	ScaleAttnWeights           bool `json:"scale_attn_weights"`              // by 1/√d
	ScaleAttnByInverseLayerIdx bool `json:"scale_attn_by_inverse_layer_idx"` // and by 1/(layer+1)

	// The ids that begin and end a text, or null where there are none, as in a model
	// of characters. Transformers takes both for 50256 in a file without them, and
	// warns if the vocabulary is smaller.
	BosTokenID json.RawMessage `json:"bos_token_id,omitempty"`
	EosTokenID json.RawMessage `json:"eos_token_id,omitempty"`

	// Not supported: anything that is on is an error of Check.
	AddCrossAttention  json.RawMessage `json:"add_cross_attention,omitempty"`
	IsEncoderDecoder   json.RawMessage `json:"is_encoder_decoder,omitempty"`
	PrunedHeads        json.RawMessage `json:"pruned_heads,omitempty"`
	QuantizationConfig json.RawMessage `json:"quantization_config,omitempty"`
	IsCausal           json.RawMessage `json:"is_causal,omitempty"` // true is implemented

	file *checkpoint.Document
}

// gpt2Activations are transformers' names of those that are implemented.
var gpt2Activations = map[string]layers.Activation{
	"gelu_new": layers.GELUTanh, "gelu_pytorch_tanh": layers.GELUTanh, "gelu": layers.GELU, "relu": layers.ReLU,
	"silu": layers.SiLU, "swish": layers.SiLU, "tanh": layers.Tanh, "sigmoid": layers.Sigmoid,
}

type plainGPT2 GPT2Config

// UnmarshalJSON reads config.json.
func (c *GPT2Config) UnmarshalJSON(text []byte) error {
	read := plainGPT2(*GPT2Small())
	read.Architectures = nil
	file, err := checkpoint.Unmarshal(text, &read)
	if err != nil {
		return err
	}
	*c = GPT2Config(read)
	c.file = file
	return nil
}

// MarshalJSON writes config.json.
func (c *GPT2Config) MarshalJSON() ([]byte, error) { return checkpoint.Marshal(c.file, plainGPT2(*c)) }

// Check lists what is wrong.
func (c *GPT2Config) Check() error {
	var all checkpoint.Checks
	all.Add(c.ModelType == "gpt2", "model_type", c.ModelType, `"gpt2"`)
	all.Sizes(map[string]int{
		"vocab_size": c.VocabSize, "n_positions": c.NPositions, "n_embd": c.NEmbd, "n_layer": c.NLayer,
		"n_head": c.NHead, "n_inner": c.inner(),
	})
	all.Add(c.NHead < 1 || c.NEmbd%c.NHead == 0, "n_head", c.NHead, "a divisor of n_embd, %d", c.NEmbd)
	all.Rates(map[string]float64{"embd_pdrop": c.EmbdPdrop, "attn_pdrop": c.AttnPdrop, "resid_pdrop": c.ResidPdrop})
	all.Add(c.LayerNormEpsilon > 0, "layer_norm_epsilon", c.LayerNormEpsilon, "above 0")
	all.Add(c.InitializerRange >= 0, "initializer_range", c.InitializerRange, "0 or more")
	all.Known("activation_function", c.ActivationFunction, names(gpt2Activations))
	all.Off("add_cross_attention", c.AddCrossAttention)
	all.Off("is_encoder_decoder", c.IsEncoderDecoder)
	all.Off("pruned_heads", c.PrunedHeads)
	all.Off("quantization_config", c.QuantizationConfig)
	all.Only("is_causal", c.IsCausal, "true")
	return all.Join("gpt2 config")
}

// inner is the width of the feed-forward.
func (c *GPT2Config) inner() int {
	if c.NInner != 0 {
		return c.NInner
	}
	return 4 * c.NEmbd
}

// Draw declares a GPT2.
func (c *GPT2Config) Draw(s *graph.Scope) Decoder { return NewGPT2(s, c) }

func (c *GPT2Config) facts() facts {
	hidden, inner := float64(c.NEmbd), float64(c.inner())
	rows := float64(c.VocabSize + c.NPositions)
	if !c.TieWordEmbeddings {
		rows += float64(c.VocabSize)
	}
	f := facts{
		vocab: c.VocabSize, longest: c.NPositions,
		layouts: gpt2Layouts(),
		ignored: []string{"transformer.h.{i}.attn.bias", "transformer.h.{i}.attn.masked_bias"},
		cached:  2 * float64(c.NLayer) * hidden,
		size:    rows*hidden + float64(c.NLayer)*hidden*(4*hidden+2*inner),
	}
	if c.TieWordEmbeddings {
		f.tied = [2]string{"lm_head.weight", "transformer.wte.weight"}
	}
	return f
}
