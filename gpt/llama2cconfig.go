package gpt

import (
	"strings"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// Llama2cConfig says in llama2.c's words what a Llama is (model_type "llama2.c",
// which is ours: llama2.c has no such file). The checkpoint has llama2.c's names
// and rotary layout, which are Meta's.
type Llama2cConfig struct {
	ModelType string `json:"model_type"`

	Dim       int `json:"dim"`
	HiddenDim int `json:"hidden_dim"` // of the feed-forward
	NLayers   int `json:"n_layers"`
	NHeads    int `json:"n_heads"`
	NKVHeads  int `json:"n_kv_heads,omitempty"` // 0: as many
	VocabSize int `json:"vocab_size"`
	MaxSeqLen int `json:"max_seq_len"`

	NormEps           float64 `json:"norm_eps"`
	RopeTheta         float64 `json:"rope_theta"`
	Rope              string  `json:"rope,omitempty"` // in words: "interleaved pairs …"
	TieWordEmbeddings bool    `json:"tie_word_embeddings"`

	file *checkpoint.Document
}

type plainLlama2c Llama2cConfig

// UnmarshalJSON reads config.json.
func (c *Llama2cConfig) UnmarshalJSON(text []byte) error {
	read := plainLlama2c{ModelType: "llama2.c", NormEps: 1e-5, RopeTheta: 10000, TieWordEmbeddings: true}
	file, err := checkpoint.Unmarshal(text, &read)
	if err != nil {
		return err
	}
	*c = Llama2cConfig(read)
	c.file = file
	return nil
}

// MarshalJSON writes config.json.
func (c *Llama2cConfig) MarshalJSON() ([]byte, error) {
	return checkpoint.Marshal(c.file, plainLlama2c(*c))
}

// Llama is the same model in Hugging Face's words.
func (c *Llama2cConfig) Llama() *LlamaConfig {
	l := llamaPreset(c.VocabSize, c.Dim, c.HiddenDim, c.NLayers, c.NHeads)
	l.NumKeyValueHeads, l.MaxPositionEmbeddings = c.NKVHeads, c.MaxSeqLen
	l.RMSNormEps, l.RopeTheta, l.TieWordEmbeddings = c.NormEps, c.RopeTheta, c.TieWordEmbeddings
	return l
}

// Check lists what is wrong, in Hugging Face's words.
func (c *Llama2cConfig) Check() error {
	var all checkpoint.Checks
	all.Add(c.ModelType == "llama2.c", "model_type", c.ModelType, `"llama2.c"`)
	all.Add(c.Rope == "" || strings.HasPrefix(c.Rope, "interleaved pairs"), "rope", c.Rope, `"interleaved pairs", as the weights are`)
	if err := c.Llama().Check(); err != nil {
		all = append(all, err)
	}
	return all.Join("llama2.c config")
}

// Draw declares a Llama.
func (c *Llama2cConfig) Draw(s *graph.Scope) Decoder { return c.Llama().Draw(s) }

func (c *Llama2cConfig) facts() facts {
	l := c.Llama()
	f := l.facts()
	f.layouts = []weights.Layout{metaLayout(l.NumAttentionHeads, l.kvHeads())}
	return f
}
