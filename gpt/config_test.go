package gpt_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
)

// read writes text as a config.json and reads it.
func read(t testing.TB, text string) (gpt.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return gpt.ReadConfig(path)
}

func write(t testing.TB, c gpt.Config) string {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	return string(text)
}

// What a file leaves out is what transformers takes it for.
func TestConfigDefaults(t *testing.T) {
	c, err := read(t, `{"model_type": "gpt2"}`)
	require.NoError(t, err)
	want := gpt.GPT2Small()
	got := *c.(*gpt.GPT2Config)
	got.Architectures = want.Architectures
	require.JSONEq(t, `{"model_type": "gpt2"}`, write(t, c))
	require.Equal(t, fields(t, want)["n_layer"], "12")
	require.Equal(t, want.NEmbd, got.NEmbd)
	require.Equal(t, want.NPositions, got.NPositions)
	require.Equal(t, want.ActivationFunction, got.ActivationFunction)
	require.True(t, got.TieWordEmbeddings && got.ScaleAttnWeights)

	c, err = read(t, `{"model_type": "llama"}`)
	require.NoError(t, err)
	l := c.(*gpt.LlamaConfig)
	require.Equal(t, []int{32000, 4096, 11008, 32, 32, 2048}, []int{l.VocabSize, l.HiddenSize, l.IntermediateSize,
		l.NumHiddenLayers, l.NumAttentionHeads, l.MaxPositionEmbeddings})
	require.False(t, l.TieWordEmbeddings)
}

func fields(t testing.TB, c gpt.Config) map[string]string {
	t.Helper()
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(write(t, c)), &raw))
	list := map[string]string{}
	for name, value := range raw {
		list[name] = string(value)
	}
	return list
}

// Unknown fields, their order and the spelling of numbers are kept; only what was
// changed is written anew.
func TestConfigKeepsFields(t *testing.T) {
	const text = `{"task":{"b":1.50,"a":[1,2]},"n_head":2,"model_type":"gpt2","layer_norm_epsilon":1e-05,` +
		`"n_embd":8,"n_inner":null,"summary_type":"cls_index","n_ctx":1024,"add_cross_attention":false}`
	c, err := read(t, text)
	require.NoError(t, err)
	require.Equal(t, text, write(t, c))

	g := c.(*gpt.GPT2Config)
	g.NHead, g.NInner, g.VocabSize = 4, 24, 99
	want := strings.NewReplacer(`"n_head":2`, `"n_head":4`, `"n_inner":null`, `"n_inner":24`,
		`"add_cross_attention":false}`, `"add_cross_attention":false,"vocab_size":99}`).Replace(text)
	require.Equal(t, want, write(t, c))

	c, err = read(t, want)
	require.NoError(t, err)
	c.(*gpt.GPT2Config).NInner = 0 // 4·n_embd again: the field goes
	require.Equal(t, strings.Replace(want, `"n_inner":24,`, "", 1), write(t, c))

	const rope = `{"model_type":"llama","rope_parameters":{"rope_theta":500000.0,"rope_type":"default","note":[]}}`
	c, err = read(t, rope)
	require.NoError(t, err)
	require.Equal(t, rope, write(t, c))
	c.(*gpt.LlamaConfig).RopeParameters.RopeTheta = 100
	require.Equal(t, strings.Replace(rope, "500000.0", "100", 1), write(t, c))
}

// What is not supported may be said to be off.
func TestConfigThatIsOff(t *testing.T) {
	for _, text := range []string{
		`{"model_type":"gpt2","is_causal":true,"pruned_heads":{},"quantization_config":null}`,
		`{"model_type":"llama","is_causal":null,"partial_rotary_factor":1.0,"sliding_window":null}`,
		`{"model_type":"llama","sliding_window":4096,"use_sliding_window":false,"rope_parameters":{"attention_factor":1}}`,
	} {
		c, err := read(t, text)
		require.NoError(t, err)
		require.Equal(t, text, write(t, c))
	}
}

// Names are exact: another spelling is another field, which nobody knows.
func TestConfigNamesAreExact(t *testing.T) {
	const text = `{"model_type":"gpt2","N_LAYER":3,"n_head":6,"N_Head":4,"TIE_WORD_EMBEDDINGS":false}`
	c, err := read(t, text)
	require.NoError(t, err)
	g := c.(*gpt.GPT2Config)
	require.Equal(t, []int{12, 6}, []int{g.NLayer, g.NHead})
	require.True(t, g.TieWordEmbeddings)
	require.Equal(t, text, write(t, c))
	c, err = read(t, `{"model_type":"llama","rope_parameters":{"ROPE_TYPE":"linear","rope_theta":7}}`)
	require.NoError(t, err)
	require.Empty(t, c.(*gpt.LlamaConfig).RopeParameters.RopeType)
}

func TestConfigRefused(t *testing.T) {
	const gpt2, llama = `{"model_type": "gpt2", `, `{"model_type": "llama", `
	for text, want := range map[string]string{
		``:                                      "want a JSON object",
		`[]`:                                    "want a JSON object",
		`{"MODEL_TYPE": "gpt2"}`:                "model_type is missing",
		gpt2 + `"is_causal": false}`:            "gpt2 config: is_causal is false: want true: others are not supported",
		llama + `"is_causal": false}`:           "llama config: is_causal is false: want true: others are not supported",
		llama + `"partial_rotary_factor": 0.5}`: "llama config: partial_rotary_factor is 0.5: want 1: others are not supported",
		llama + `"rope_scaling": {"attention_factor": 1.2}}`:         "llama config: attention_factor is 1.2: want 1: others are not supported",
		llama + `"sliding_window": 4096}`:                            "llama config: sliding_window is 4096: want null or false: it is not supported",
		llama + `"sliding_window": 8, "use_sliding_window": null}`:   "llama config: sliding_window is 8: want null or false",
		llama + `"use_sliding_window": true}`:                        "llama config: use_sliding_window is true: want null or false: it is not supported",
		`{}`:                                                         `model_type is missing: want "gpt2", "llama" or "llama2.c"`,
		`{"model_type": "bert"}`:                                     `model_type is "bert": want "gpt2", "llama" or "llama2.c"`,
		gpt2 + `"n_head": "2"}`:                                      "cannot unmarshal string into Go struct field",
		gpt2 + `"n_head": 2, "n_head": 3}`:                           `field "n_head" is given twice`,
		gpt2 + `"n_head": 5}`:                                        "gpt2 config: n_head is 5: want a divisor of n_embd, 768",
		gpt2 + `"n_layer": 0}`:                                       "gpt2 config: n_layer is 0: want 1 to 268435456",
		gpt2 + `"vocab_size": 1000000000000}`:                        "gpt2 config: vocab_size is 1000000000000: want 1 to 268435456",
		gpt2 + `"attn_pdrop": 1}`:                                    "gpt2 config: attn_pdrop is 1: want 0 to below 1",
		gpt2 + `"layer_norm_epsilon": 0}`:                            "gpt2 config: layer_norm_epsilon is 0: want above 0",
		gpt2 + `"initializer_range": -1}`:                            "gpt2 config: initializer_range is -1: want 0 or more",
		gpt2 + `"activation_function": "mish"}`:                      `gpt2 config: activation_function is "mish": want one of those implemented, ["gelu" "gelu_new" `,
		gpt2 + `"add_cross_attention": true}`:                        "gpt2 config: add_cross_attention is true: want null or false: it is not supported",
		gpt2 + `"is_encoder_decoder": true}`:                         "gpt2 config: is_encoder_decoder is true: want null or false: it is not supported",
		gpt2 + `"pruned_heads": {"0": [1]}}`:                         `gpt2 config: pruned_heads is {"0":[1]}: want null or false: it is not supported`,
		gpt2 + `"quantization_config": {"bits": 4}}`:                 `gpt2 config: quantization_config is {"bits":4}: want null or false: it is not supported`,
		gpt2 + `"n_head": 7, "embd_pdrop": -1}`:                      "gpt2 config: embd_pdrop is -1: want 0 to below 1\nn_head is 7: want a divisor of n_embd, 768",
		llama + `"num_key_value_heads": 5}`:                          "llama config: num_key_value_heads is 5: want a divisor of num_attention_heads, 32",
		llama + `"num_attention_heads": 3}`:                          "llama config: num_attention_heads is 3: want a divisor of hidden_size, 4096",
		llama + `"head_dim": 3}`:                                     "llama config: head_dim is 3: want an even number, for rotary positions",
		llama + `"hidden_act": "gelu"}`:                              `llama config: hidden_act is "gelu": want one of those implemented, ["silu" "swish"]`,
		llama + `"rope_scaling": {"type": "yarn"}}`:                  `llama config: rope_type is "yarn": want one of those implemented, "default", "linear" or "llama3"`,
		llama + `"rope_scaling": {"type": "linear"}}`:                `llama config: factor is 0: want above 0`,
		llama + `"rope_parameters": {"partial_rotary_factor": 0.5}}`: "llama config: partial_rotary_factor is 0.5: want 1: others are not supported",
		llama + `"rope_theta": -1}`:                                  "llama config: rope_theta is -1: want above 0",
		llama + `"rope_parameters": {"rope_type": "llama3", "factor": 8}}`: "llama config: high_freq_factor is 0: want above low_freq_factor, 0\n" +
			"low_freq_factor is 0: want above 0\noriginal_max_position_embeddings is 0: want above 0",
		`{"model_type": "llama2.c"}`: "llama2.c config: llama config: ",
		`{"model_type": "llama2.c", "dim": 8, "hidden_dim": 8, "n_layers": 1, "n_heads": 2, "vocab_size": 9, "max_seq_len": 9, "rope": "halves"}`: `llama2.c config: rope is "halves": want "interleaved pairs", as the weights are`,
	} {
		_, err := read(t, text)
		require.ErrorContains(t, err, "config.json: ", text)
		require.ErrorContains(t, err, want, text)
	}
}

// New and Save check as well: a Config may be written by hand.
func TestNewRefuses(t *testing.T) {
	c := gpt.GPT2Small()
	c.NHead = 5
	_, err := gpt.New(c, 1)
	require.EqualError(t, err, "new model: gpt2 config: n_head is 5: want a divisor of n_embd, 768")
	err = (&gpt.Model{Config: c}).Save(t.TempDir())
	require.ErrorContains(t, err, ": gpt2 config: n_head is 5")
	for _, none := range []gpt.Config{nil, (*gpt.GPT2Config)(nil), (*gpt.LlamaConfig)(nil), (*gpt.Llama2cConfig)(nil)} {
		_, err := gpt.New(none, 1)
		require.EqualError(t, err, "new model: the config is nil: want a GPT2Config, LlamaConfig or Llama2cConfig")
		require.ErrorContains(t, (&gpt.Model{Config: none}).Save(t.TempDir()), "the config is nil")
	}
	require.ErrorContains(t, (&gpt.Model{Config: gpt.GPT2Small()}).Save(t.TempDir()), "the store is nil")
}

// A config that is not that of the weights would make a folder that nobody can load.
func TestSaveRefusesAnotherConfig(t *testing.T) {
	for want, change := range map[string]func(c *gpt.GPT2Config){
		`"transformer.h.2.ln_1.bias": missing, the config wants shape [24]`:   func(c *gpt.GPT2Config) { c.NLayer = 3 },
		`"transformer.h.1.ln_1.bias": shape [24], unknown to the config`:      func(c *gpt.GPT2Config) { c.NLayer = 1 },
		`"transformer.wpe.weight": shape [32, 24], the config wants [64, 24]`: func(c *gpt.GPT2Config) { c.NPositions = 64 },
		`"lm_head.weight": missing, the config wants shape [61, 24]`:          func(c *gpt.GPT2Config) { c.TieWordEmbeddings = false },
		`"transformer.wte.weight": shape [61, 24], the config wants [61, 12]`: func(c *gpt.GPT2Config) { c.NEmbd = 12 },
	} {
		m, dir := load(t, folders[0]), filepath.Join(t.TempDir(), "saved")
		change(m.Config.(*gpt.GPT2Config))
		require.ErrorContains(t, m.Save(dir), want)
		require.NoDirExists(t, dir)
		require.ErrorContains(t, m.Save(dir), want, "nothing was declared meanwhile")
	}
	c := gpt.Stories260K()
	c.TieWordEmbeddings = false
	m, err := gpt.New(c, 1)
	require.NoError(t, err)
	c.TieWordEmbeddings = true
	require.ErrorContains(t, m.Save(t.TempDir()), `"lm_head.weight": shape [512, 64], unknown to the config`)
	m = load(t, folders[0])
	m.Config.(*gpt.GPT2Config).ResidPdrop = 0.5 // is no matter of weights
	require.NoError(t, m.Save(filepath.Join(t.TempDir(), "saved")))
}

// A save that fails leaves nothing beside, and the old config.
func TestSaveConfigFails(t *testing.T) {
	dir := folder(t, folders[0])
	m := load(t, dir)
	require.NoError(t, os.Remove(filepath.Join(dir, "config.json")))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "config.json"), 0o700)) // cannot be replaced by a file
	require.ErrorContains(t, m.Save(dir), "save tiny: ")
	found, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestPresetsAreValid(t *testing.T) {
	for _, c := range []gpt.Config{
		gpt.GPT2Small(), gpt.GPT2Medium(), gpt.GPT2Large(), gpt.GPT2XL(), gpt.Llama2(), gpt.TinyLlama(), gpt.Stories260K(),
	} {
		require.NoError(t, c.Check())
		again, err := read(t, write(t, c))
		require.NoError(t, err)
		require.JSONEq(t, write(t, c), write(t, again))
	}
}

func FuzzReadConfig(f *testing.F) {
	for _, dir := range append(folders, stories) {
		text, err := os.ReadFile(filepath.Join(dir, "config.json"))
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "config.json")
		require.NoError(t, os.WriteFile(path, text, 0o600))
		c, err := gpt.ReadConfig(path)
		if err != nil {
			return
		}
		require.JSONEq(t, string(text), write(t, c))
	})
}

func ExampleGPT2Config() {
	var c gpt.GPT2Config
	err := json.Unmarshal([]byte(`{"model_type": "gpt2", "n_embd": 64, "n_head": 5, "note": "mine"}`), &c)
	fmt.Println(err, c.Check())
	c.NHead = 4
	text, _ := json.Marshal(&c)
	fmt.Println(string(text))
	// Output:
	// <nil> gpt2 config: n_head is 5: want a divisor of n_embd, 64
	// {"model_type":"gpt2","n_embd":64,"n_head":4,"note":"mine"}
}

func ExampleLlamaConfig() {
	c := gpt.TinyLlama()
	fmt.Println(c.NumAttentionHeads, c.NumKeyValueHeads, c.Check())
	// Output: 32 4 <nil>
}

func ExampleLlama2cConfig() {
	c := gpt.Stories260K()
	fmt.Println(c.Dim, c.Llama().HiddenSize)
	// Output: 64 64
}

func ExampleRopeParameters() {
	c := gpt.Llama2()
	c.RopeScaling = &gpt.RopeParameters{RopeType: "linear", Factor: 0}
	fmt.Println(c.Check())
	// Output: llama config: factor is 0: want above 0
}

func ExampleConfig() {
	c, err := gpt.ReadConfig("testdata/stories260K/config.json")
	fmt.Printf("%T %v\n", c, err)
	_, err = gpt.ReadConfig("testdata/nowhere/config.json")
	fmt.Println(err)
	// Output:
	// *gpt.Llama2cConfig <nil>
	// config.json: no such file or directory
}
