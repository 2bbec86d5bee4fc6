package bert_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
)

// read writes text as a config.json and reads it.
func read(t testing.TB, text string) (*bert.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return bert.ReadConfig(path)
}

func write(t testing.TB, c *bert.Config) string {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	return string(text)
}

// What a file leaves out is what transformers takes it for.
func TestConfigDefaults(t *testing.T) {
	sizes := func(c *bert.Config) []int {
		return []int{c.VocabSize, c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize,
			c.MaxPositionEmbeddings, c.TypeVocabSize, *c.PadTokenID}
	}
	for kind, want := range map[string][]int{
		"bert":       {30522, 768, 12, 12, 3072, 512, 2, 0},
		"roberta":    {50265, 768, 12, 12, 3072, 512, 2, 1},
		"distilbert": {30522, 768, 6, 12, 3072, 512, 0, 0},
	} {
		text := `{"model_type":"` + kind + `"}`
		c, err := read(t, text)
		require.NoError(t, err)
		require.Equal(t, want, sizes(c))
		require.Equal(t, 1e-12, c.LayerNormEps)
		require.Equal(t, []string{"LABEL_0", "LABEL_1"}, c.Labels())
		require.Equal(t, bert.Encoding, c.Task())
		require.Equal(t, text, write(t, c))
	}
}

// Unknown fields, their order and the spelling of numbers are kept; only what was
// changed is written anew, under the file's own names.
func TestConfigKeepsFields(t *testing.T) {
	const text = `{"task":{"b":1.50,"a":[1,2]},"num_attention_heads":2,"model_type":"bert","layer_norm_eps":1e-05,` +
		`"hidden_size":8,"classifier_dropout":null,"use_cache":true,"id2label":{"0":"no","1":"yes"},"is_decoder":false}`
	c, err := read(t, text)
	require.NoError(t, err)
	require.Equal(t, text, write(t, c))
	require.Equal(t, []string{"no", "yes"}, c.Labels())
	c.NumAttentionHeads, c.VocabSize = 4, 99
	require.Equal(t, strings.NewReplacer(`heads":2`, `heads":4`, `false}`, `false,"vocab_size":99}`).Replace(text), write(t, c))

	const distil = `{"n_heads":2,"model_type":"distilbert","dim":8,"hidden_dim":16,"seq_classif_dropout":0.20,"unknown":[1.0]}`
	c, err = read(t, distil)
	require.NoError(t, err)
	require.Equal(t, distil, write(t, c))
	require.Equal(t, []int{8, 16, 2, 6}, []int{c.HiddenSize, c.IntermediateSize, c.NumAttentionHeads, c.NumHiddenLayers})
	c.NumAttentionHeads, c.NumHiddenLayers = 4, 3
	want := strings.NewReplacer(`"n_heads":2`, `"n_heads":4`, `]}`, `],"n_layers":3}`).Replace(distil)
	require.Equal(t, want, write(t, c))
}

func TestConfigRefused(t *testing.T) {
	const b, r, d = `{"model_type":"bert",`, `{"model_type":"roberta",`, `{"model_type":"distilbert",`
	for text, want := range map[string]string{
		``:                      "want a JSON object",
		`{}`:                    `model_type is missing: want "bert", "roberta" or "distilbert"`,
		`{"model_type":"gpt2"}`: `model_type is "gpt2": want "bert", "roberta" or "distilbert"`,
		b + `"hidden_size":10,"hidden_dropout_prob":1}`: "bert config: hidden_dropout_prob is 1: want 0 to below 1\n" +
			"num_attention_heads is 12: want a divisor of hidden_size, 10",
		b + `"vocab_size":0}`:                                              "vocab_size is 0: want 1 to",
		b + `"type_vocab_size":0}`:                                         "type_vocab_size is 0: want 1 or more",
		b + `"layer_norm_eps":0}`:                                          "layer_norm_eps is 0: want above 0",
		b + `"hidden_act":"geglu"}`:                                        `hidden_act is "geglu": want one of those implemented, ["gelu" `,
		b + `"position_embedding_type":"relative_key"}`:                    `position_embedding_type is "relative_key": want "absolute": others are not supported`,
		b + `"is_decoder":true}`:                                           "is_decoder is true: want null or false: it is not supported",
		b + `"add_cross_attention":true}`:                                  "add_cross_attention is true: want null or false",
		b + `"pruned_heads":{"0":[1]}}`:                                    `pruned_heads is {"0":[1]}: want null or false`,
		b + `"quantization_config":{"bits":4}}`:                            `quantization_config is {"bits":4}: want null or false`,
		d + `"sinusoidal_pos_embds":true}`:                                 "sinusoidal_pos_embds is true: want null or false",
		b + `"pad_token_id":40000}`:                                        "pad_token_id is 40000: want 0 to vocab_size-1, 30521",
		r + `"pad_token_id":null}`:                                         "pad_token_id is null: want a token, as positions are counted from it",
		r + `"max_position_embeddings":2}`:                                 "max_position_embeddings is 2: want more than pad_token_id+1",
		b + `"architectures":["BertForMultipleChoice"]}`:                   `architectures is ["BertForMultipleChoice"]: want Bert and one of [Model `,
		r + `"architectures":["RobertaForPreTraining"]}`:                   `architectures is ["RobertaForPreTraining"]: want Roberta and one of [Model `,
		b + `"problem_type":"regression"}`:                                 `problem_type is "regression": want "single_label_classification" or "multi_label_classification"`,
		b + `"id2label":{"0":"a","2":"b"}}`:                                `id2label is {"0":"a","2":"b"}: want the ids 0 to 1`,
		b + `"num_labels":3,"architectures":["BertForQuestionAnswering"]}`: "num_labels is 3: want 2 for answers",
		b + `"hidden_size":"8"}`:                                           "cannot unmarshal string",
	} {
		_, err := read(t, text)
		require.ErrorContains(t, err, "config.json: ", text)
		require.ErrorContains(t, err, want, text)
	}
	_, err := bert.New(nil, 1)
	require.EqualError(t, err, "new model: the config is nil")
}

// A config is made one of a task with labels, or says why it is not.
func TestForAnotherTask(t *testing.T) {
	m := load(t, tiny)
	tags, err := m.For(bert.TokenClassification, 1, "O", "B-X", "I-X")
	require.NoError(t, err)
	require.Equal(t, []string{"BertForTokenClassification"}, tags.Config.Architectures)
	require.Equal(t, map[string]int{"O": 0, "B-X": 1, "I-X": 2}, tags.Config.Label2ID)
	require.Equal(t, bert.PreTraining, m.Config.Task()) // is as it was
	for _, path := range tags.Store.Paths() {
		got, _ := tags.Store.Entry(path)
		if want, ok := m.Store.Entry(path); ok {
			require.Equal(t, want.Bytes(), got.Bytes(), path)
		} else {
			require.Contains(t, []string{"classifier.weight", "classifier.bias"}, path)
		}
	}
	_, held := tags.Store.Entry("bert.pooler.dense.weight")
	require.False(t, held) // transformers has none there

	for want, f := range map[string]func() (*bert.Model, error){
		`ForSequenceClassification with 0 labels`: func() (*bert.Model, error) { return m.For(bert.SequenceClassification, 1) },
		`ForMaskedLM with 2 labels`:               func() (*bert.Model, error) { return m.For(bert.MaskedLM, 1, "a", "b") },
		`label "a" is given twice`:                func() (*bert.Model, error) { return m.For(bert.TokenClassification, 1, "a", "a") },
		`architectures is ["BertForPoetry"]`:      func() (*bert.Model, error) { return m.For("ForPoetry", 1) },
	} {
		_, err := f()
		require.ErrorContains(t, err, want)
	}
}
