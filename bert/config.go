package bert

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/layers"
)

// The values of Config.ModelType.
const (
	typeBERT       = "bert"
	typeRoBERTa    = "roberta"
	typeDistilBERT = "distilbert"
)

// Config is a checkpoint's config.json. Its fields have BERT's names; RoBERTa's
// file has the same, and of DistilBERT's, which has others (dim, n_layers …), they
// are translated on the way in and out. What a file leaves out is what
// transformers takes it for.
//
// Fields that nothing here knows are kept and written back, in their order; a
// field that changes the computation in a way that is not implemented is an error
// of Check.
type Config struct {
	ModelType     string   `json:"model_type"` // "bert", "roberta" or "distilbert"
	Architectures []string `json:"architectures,omitempty"`

	VocabSize             int `json:"vocab_size"`
	HiddenSize            int `json:"hidden_size"`
	NumHiddenLayers       int `json:"num_hidden_layers"`
	NumAttentionHeads     int `json:"num_attention_heads"`
	IntermediateSize      int `json:"intermediate_size"`
	MaxPositionEmbeddings int `json:"max_position_embeddings"`
	TypeVocabSize         int `json:"type_vocab_size"` // DistilBERT: 0

	HiddenAct         string  `json:"hidden_act"`
	LayerNormEps      float64 `json:"layer_norm_eps"`
	InitializerRange  float64 `json:"initializer_range"`
	TieWordEmbeddings bool    `json:"tie_word_embeddings"`

	HiddenDropoutProb         float64  `json:"hidden_dropout_prob"`
	AttentionProbsDropoutProb float64  `json:"attention_probs_dropout_prob"`
	ClassifierDropout         *float64 `json:"classifier_dropout,omitempty"` // nil: HiddenDropoutProb; DistilBERT's seq_classif_dropout
	SpanDropout               float64  `json:"-"`                            // DistilBERT's qa_dropout; the others drop nothing there

	PadTokenID *int `json:"pad_token_id,omitempty"` // its embedding is not trained; nil: there is none

	// What the classes are called, in order of their ids "0", "1" …
	ID2Label    map[string]string `json:"id2label,omitempty"`
	Label2ID    map[string]int    `json:"label2id,omitempty"`
	NumLabels   int               `json:"num_labels,omitempty"` // where there is no id2label; 0: 2
	ProblemType string            `json:"problem_type,omitempty"`

	// Not supported: anything that is on is an error of Check.
	PositionEmbeddingType json.RawMessage `json:"position_embedding_type,omitempty"` // "absolute" is implemented
	IsDecoder             json.RawMessage `json:"is_decoder,omitempty"`
	AddCrossAttention     json.RawMessage `json:"add_cross_attention,omitempty"`
	IsEncoderDecoder      json.RawMessage `json:"is_encoder_decoder,omitempty"`
	PrunedHeads           json.RawMessage `json:"pruned_heads,omitempty"`
	QuantizationConfig    json.RawMessage `json:"quantization_config,omitempty"`
	IsCausal              json.RawMessage `json:"is_causal,omitempty"`
	SinusoidalPosEmbds    json.RawMessage `json:"-"` // DistilBERT's

	file *checkpoint.Document
	bare bool // an encoder alone, whose file has no pooler
}

// activations are transformers' names of those that are implemented.
var activations = map[string]layers.Activation{
	"gelu": layers.GELU, "gelu_new": layers.GELUTanh, "gelu_pytorch_tanh": layers.GELUTanh, "relu": layers.ReLU,
	"silu": layers.SiLU, "swish": layers.SiLU, "tanh": layers.Tanh, "sigmoid": layers.Sigmoid,
}

// The values of Config.ProblemType that are implemented; empty means single.
const (
	singleLabel = "single_label_classification"
	multiLabel  = "multi_label_classification"
)

// Check lists everything that is wrong with it, in one joined error.
func (c *Config) Check() error {
	if c == nil {
		return fmt.Errorf("the config is nil")
	}
	var all checkpoint.Checks
	all.Add(slices.Contains([]string{typeBERT, typeRoBERTa, typeDistilBERT}, c.ModelType), "model_type", c.ModelType,
		`"bert", "roberta" or "distilbert"`)
	all.Sizes(map[string]int{
		"vocab_size": c.VocabSize, "hidden_size": c.HiddenSize, "num_hidden_layers": c.NumHiddenLayers,
		"num_attention_heads": c.NumAttentionHeads, "intermediate_size": c.IntermediateSize,
		"max_position_embeddings": c.MaxPositionEmbeddings,
	})
	all.Add(c.NumAttentionHeads < 1 || c.HiddenSize%c.NumAttentionHeads == 0, "num_attention_heads", c.NumAttentionHeads,
		"a divisor of hidden_size, %d", c.HiddenSize)
	least := 1
	if c.ModelType == typeDistilBERT {
		least = 0
	}
	all.Add(c.TypeVocabSize >= least && c.TypeVocabSize <= 1<<28, "type_vocab_size", c.TypeVocabSize, "%d or more", least)
	all.Known("hidden_act", c.HiddenAct, slices.Collect(maps.Keys(activations)))
	all.Add(c.LayerNormEps > 0 && !math.IsInf(c.LayerNormEps, 0), "layer_norm_eps", c.LayerNormEps, "above 0")
	all.Add(c.InitializerRange >= 0, "initializer_range", c.InitializerRange, "0 or more")
	all.Rates(map[string]float64{
		"hidden_dropout_prob": c.HiddenDropoutProb, "attention_probs_dropout_prob": c.AttentionProbsDropoutProb,
		"qa_dropout": c.SpanDropout,
	})
	if p := c.ClassifierDropout; p != nil {
		all.Rates(map[string]float64{"classifier_dropout": *p})
	}
	c.checkPadding(&all)
	c.checkTask(&all)
	c.checkOff(&all)
	return all.Join(c.ModelType + " config")
}

func (c *Config) checkPadding(all *checkpoint.Checks) {
	if pad := c.PadTokenID; pad != nil {
		all.Add(*pad >= 0 && *pad < c.VocabSize, "pad_token_id", *pad, "0 to vocab_size-1, %d", c.VocabSize-1)
	}
	if c.ModelType != typeRoBERTa {
		return
	}
	all.Add(c.PadTokenID != nil, "pad_token_id", nil, "a token, as positions are counted from it")
	all.Add(c.longest() >= 1, "max_position_embeddings", c.MaxPositionEmbeddings,
		"more than pad_token_id+1, where positions begin")
}

func (c *Config) checkOff(all *checkpoint.Checks) {
	all.Only("position_embedding_type", c.PositionEmbeddingType, `"absolute"`)
	for field, raw := range map[string]json.RawMessage{
		"is_decoder": c.IsDecoder, "add_cross_attention": c.AddCrossAttention, "is_encoder_decoder": c.IsEncoderDecoder,
		"pruned_heads": c.PrunedHeads, "quantization_config": c.QuantizationConfig, "is_causal": c.IsCausal,
		"sinusoidal_pos_embds": c.SinusoidalPosEmbds,
	} {
		all.Off(field, raw)
	}
}

func (c *Config) classifierDropout() float64 {
	if c.ClassifierDropout != nil {
		return *c.ClassifierDropout
	}
	return c.HiddenDropoutProb
}

// padding is the padding token, -1 if there is none.
func (c *Config) padding() int {
	if c.PadTokenID == nil {
		return -1
	}
	return *c.PadTokenID
}

// longest is how many positions a text may have.
func (c *Config) longest() int {
	if c.ModelType == typeRoBERTa {
		return c.MaxPositionEmbeddings - c.padding() - 1
	}
	return c.MaxPositionEmbeddings
}
