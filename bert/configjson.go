package bert

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/internal/checkpoint"
)

// ReadConfig reads a config.json and checks it.
func ReadConfig(path string) (*Config, error) {
	c := new(Config)
	text, err := checkpoint.ReadSmall(path)
	if err == nil {
		err = c.UnmarshalJSON(text)
	}
	if err == nil {
		err = c.Check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return c, nil
}

type plainConfig Config

// UnmarshalJSON reads config.json.
func (c *Config) UnmarshalJSON(text []byte) error {
	d, err := checkpoint.ReadDocument(text)
	if err != nil {
		return err
	}
	var read plainConfig
	switch kind := string(d.Value("model_type")); kind {
	case "", "null":
		return errors.New(`model_type is missing: want "bert", "roberta" or "distilbert"`)
	case `"bert"`:
		read = plainConfig(*BaseUncased())
	case `"roberta"`:
		read = plainConfig(*RoBERTaBase())
		read.MaxPositionEmbeddings, read.TypeVocabSize, read.LayerNormEps = 512, 2, 1e-12 // not the published model's
	case `"distilbert"`:
		return c.unmarshalDistilBERT(text)
	default:
		return fmt.Errorf(`model_type is %s: want "bert", "roberta" or "distilbert"`, kind)
	}
	read.Architectures = nil
	read.file, err = checkpoint.Unmarshal(text, &read)
	if err == nil {
		*c = Config(read)
	}
	return err
}

// MarshalJSON writes config.json.
func (c *Config) MarshalJSON() ([]byte, error) {
	if c.ModelType == typeDistilBERT {
		return checkpoint.Marshal(c.file, c.distilBERT())
	}
	return checkpoint.Marshal(c.file, plainConfig(*c))
}

// distilBERT is DistilBERT's config.json.
type distilBERT struct {
	ModelType     string   `json:"model_type"`
	Architectures []string `json:"architectures,omitempty"`

	VocabSize             int `json:"vocab_size"`
	Dim                   int `json:"dim"`
	NLayers               int `json:"n_layers"`
	NHeads                int `json:"n_heads"`
	HiddenDim             int `json:"hidden_dim"`
	MaxPositionEmbeddings int `json:"max_position_embeddings"`

	Activation        string  `json:"activation"`
	InitializerRange  float64 `json:"initializer_range"`
	TieWordEmbeddings bool    `json:"tie_word_embeddings"`
	Dropout           float64 `json:"dropout"`
	AttentionDropout  float64 `json:"attention_dropout"`
	SeqClassifDropout float64 `json:"seq_classif_dropout"`
	QADropout         float64 `json:"qa_dropout"`
	PadTokenID        *int    `json:"pad_token_id,omitempty"`

	ID2Label    map[string]string `json:"id2label,omitempty"`
	Label2ID    map[string]int    `json:"label2id,omitempty"`
	NumLabels   int               `json:"num_labels,omitempty"`
	ProblemType string            `json:"problem_type,omitempty"`

	SinusoidalPosEmbds json.RawMessage `json:"sinusoidal_pos_embds,omitempty"`
	IsDecoder          json.RawMessage `json:"is_decoder,omitempty"`
	AddCrossAttention  json.RawMessage `json:"add_cross_attention,omitempty"`
	IsEncoderDecoder   json.RawMessage `json:"is_encoder_decoder,omitempty"`
	PrunedHeads        json.RawMessage `json:"pruned_heads,omitempty"`
	QuantizationConfig json.RawMessage `json:"quantization_config,omitempty"`
	IsCausal           json.RawMessage `json:"is_causal,omitempty"`
}

func (c *Config) unmarshalDistilBERT(text []byte) error {
	preset := DistilBERTBase()
	preset.Architectures = nil
	read := preset.distilBERT()
	file, err := checkpoint.Unmarshal(text, &read)
	if err != nil {
		return err
	}
	*c = Config{
		ModelType: read.ModelType, Architectures: read.Architectures,
		VocabSize: read.VocabSize, HiddenSize: read.Dim, NumHiddenLayers: read.NLayers, NumAttentionHeads: read.NHeads,
		IntermediateSize: read.HiddenDim, MaxPositionEmbeddings: read.MaxPositionEmbeddings,
		HiddenAct: read.Activation, LayerNormEps: preset.LayerNormEps, InitializerRange: read.InitializerRange,
		TieWordEmbeddings: read.TieWordEmbeddings,
		HiddenDropoutProb: read.Dropout, AttentionProbsDropoutProb: read.AttentionDropout,
		ClassifierDropout: &read.SeqClassifDropout, SpanDropout: read.QADropout, PadTokenID: read.PadTokenID,
		ID2Label: read.ID2Label, Label2ID: read.Label2ID, NumLabels: read.NumLabels, ProblemType: read.ProblemType,
		SinusoidalPosEmbds: read.SinusoidalPosEmbds, IsDecoder: read.IsDecoder, AddCrossAttention: read.AddCrossAttention,
		IsEncoderDecoder: read.IsEncoderDecoder, PrunedHeads: read.PrunedHeads, QuantizationConfig: read.QuantizationConfig,
		IsCausal: read.IsCausal,
		file:     file,
	}
	return nil
}

func (c *Config) distilBERT() distilBERT {
	return distilBERT{
		ModelType: c.ModelType, Architectures: c.Architectures,
		VocabSize: c.VocabSize, Dim: c.HiddenSize, NLayers: c.NumHiddenLayers, NHeads: c.NumAttentionHeads,
		HiddenDim: c.IntermediateSize, MaxPositionEmbeddings: c.MaxPositionEmbeddings,
		Activation: c.HiddenAct, InitializerRange: c.InitializerRange, TieWordEmbeddings: c.TieWordEmbeddings,
		Dropout: c.HiddenDropoutProb, AttentionDropout: c.AttentionProbsDropoutProb,
		SeqClassifDropout: c.classifierDropout(), QADropout: c.SpanDropout, PadTokenID: c.PadTokenID,
		ID2Label: c.ID2Label, Label2ID: c.Label2ID, NumLabels: c.NumLabels, ProblemType: c.ProblemType,
		SinusoidalPosEmbds: c.SinusoidalPosEmbds, IsDecoder: c.IsDecoder, AddCrossAttention: c.AddCrossAttention,
		IsEncoderDecoder: c.IsEncoderDecoder, PrunedHeads: c.PrunedHeads, QuantizationConfig: c.QuantizationConfig,
		IsCausal: c.IsCausal,
	}
}
