package gpt_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// folder is a copy of a checkpoint, to be spoilt.
func folder(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "tiny")
	require.NoError(t, os.Mkdir(to, 0o700))
	for _, name := range []string{"config.json", "model.safetensors"} {
		copyFile(t, filepath.Join(dir, name), filepath.Join(to, name))
	}
	return to
}

// edit replaces parts of a config.json.
func edit(t testing.TB, dir string, oldnew ...string) {
	t.Helper()
	path := filepath.Join(dir, "config.json")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	edited := strings.NewReplacer(oldnew...).Replace(string(text))
	require.NotEqual(t, string(text), edited)
	require.NoError(t, os.WriteFile(path, []byte(edited), 0o600))
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  []string // all of them in one error
	}{
		"no config": {
			func(dir string) error { return os.Remove(filepath.Join(dir, "config.json")) },
			[]string{"load tiny: config.json: no such file or directory"},
		},
		"nothing": {
			func(dir string) error { require.NoError(t, os.RemoveAll(dir)); return os.Mkdir(dir, 0o700) },
			[]string{"load tiny: config.json: no such file", "open tiny: the folder has neither model.safetensors nor model.safetensors.index.json"},
		},
		"no weights": {
			func(dir string) error { return os.Remove(filepath.Join(dir, "model.safetensors")) },
			[]string{"load tiny: open tiny: the folder has neither model.safetensors nor"},
		},
		"truncated": {
			func(dir string) error { return os.Truncate(filepath.Join(dir, "model.safetensors"), 40000) },
			[]string{`load tiny: open tiny: "transformer.h.1.attn.c_proj.weight": data 36192:38496, the file has only 37432 bytes of data: truncated?`},
		},
		"another model": {
			func(dir string) error { edit(t, dir, `"gpt2"`, `"opt"`); return nil },
			[]string{`load tiny: config.json: model_type is "opt": want "gpt2", "llama" or "llama2.c"`},
		},
		"not supported": {
			func(dir string) error {
				edit(t, dir, `"add_cross_attention": false`, `"add_cross_attention": true`)
				return nil
			},
			[]string{"load tiny: config.json: gpt2 config: add_cross_attention is true: want null or false"},
		},
		"more layers and positions": {
			func(dir string) error {
				edit(t, dir, `"n_layer": 2`, `"n_layer": 3`, `"n_positions": 32`, `"n_positions": 64`)
				return nil
			},
			[]string{`"transformer.h.2.attn.c_attn.query.weight": missing, want shape [24, 24]`,
				`"transformer.h.2.mlp.c_proj.bias": missing`, `"transformer.wpe.weight": shape [32, 24], want [64, 24]`},
		},
		"fewer layers, no tie": {
			func(dir string) error {
				edit(t, dir, `"n_layer": 2`, `"n_layer": 1`, `"tie_word_embeddings": true`, `"tie_word_embeddings": false`)
				return nil
			},
			[]string{`"transformer.h.1.ln_1.bias": unexpected, F32 of shape [24]`, `"lm_head.weight": missing, want shape [61, 24]`},
		},
		"a lying config": {
			func(dir string) error {
				edit(t, dir, `"n_layer": 2`, `"n_layer": 200000000`, `"vocab_size": 61`, `"vocab_size": 200000000`)
				return nil
			},
			[]string{"load tiny: config.json is of a model with ", " numbers, the weights are 16728"},
		},
	} {
		dir := folder(t, folders[0])
		require.NoError(t, c.spoil(dir), name)
		_, err := gpt.Load(dir)
		for _, want := range c.want {
			require.ErrorContains(t, err, want, name)
		}
	}
}

// saveAs saves a checkpoint's tensors by another layout, which renames them.
func saveAs(t testing.TB, dir string, l weights.Layout) {
	t.Helper()
	s, err := weights.Open(dir)
	require.NoError(t, err)
	require.NoError(t, s.Save(filepath.Join(dir, "model.safetensors"), l))
	require.NoError(t, s.Close())
}

// What was saved without a head has shorter names, and is written back with them.
func TestNamesOfBaseModels(t *testing.T) {
	for i, dir := range folders {
		prefix := []string{"transformer", "model"}[i]
		short := folder(t, dir)
		saveAs(t, short, weights.Layout{{File: "{rest...}", Store: []string{prefix + ".{rest...}"}}})
		m := load(t, short)
		wantLogits(t, m, readGolden(t, dir))
		wantSaved(t, m, short, filepath.Join(t.TempDir(), "saved"))
	}
}

// Old files hold masks and frequencies beside the parameters. They are kept.
func TestBuffersAreIgnored(t *testing.T) {
	for i, name := range []string{"transformer.h.1.attn.bias", "model.layers.1.self_attn.rotary_emb.inv_freq"} {
		dir := folder(t, folders[i])
		s, err := weights.Open(dir)
		require.NoError(t, err)
		require.NoError(t, s.PutBytes(name, weights.U8, []byte{1, 0, 1, 1}, 1, 1, 2, 2))
		require.NoError(t, s.Save(filepath.Join(dir, "model.safetensors")))
		require.NoError(t, s.Close())
		wantSaved(t, load(t, dir), dir, filepath.Join(t.TempDir(), "saved"))
	}
}

// A file may hold lm_head beside the weight it is tied to, or alone, and is saved
// so; a differing one is an error, as one of the two would be lost.
func TestTiedHead(t *testing.T) {
	for i, tokens := range []string{"transformer.wte.weight", "model.embed_tokens.weight"} {
		dir := folder(t, folders[i])
		s, err := weights.Open(dir)
		require.NoError(t, err)
		e, _ := s.Entry(tokens)
		head := clone8(e.Bytes())
		require.NoError(t, s.PutBytes("lm_head.weight", e.Dtype(), head, e.Shape()...))
		require.NoError(t, s.Save(filepath.Join(dir, "model.safetensors")))
		m := load(t, dir)
		wantLogits(t, m, readGolden(t, folders[i]))
		wantSaved(t, m, dir, filepath.Join(t.TempDir(), "both"))

		alone := folder(t, folders[i])
		saveAs(t, alone, weights.Layout{{File: "lm_head.weight", Store: []string{tokens}}})
		m = load(t, alone)
		wantLogits(t, m, readGolden(t, folders[i]))
		wantSaved(t, m, alone, filepath.Join(t.TempDir(), "alone"))

		head[0]++
		require.NoError(t, s.PutBytes("lm_head.weight", e.Dtype(), head, e.Shape()...))
		require.NoError(t, s.Save(filepath.Join(dir, "model.safetensors")))
		require.NoError(t, s.Close())
		_, err = gpt.Load(dir)
		require.ErrorContains(t, err, `tie "lm_head.weight" to "`+tokens+`": model.safetensors holds both, and they differ`)
	}
}

func clone8(x []byte) []byte { return append([]byte{}, x...) }

// Saving into the folder that a model was loaded from replaces the files, not
// what is mapped.
func TestSaveInPlace(t *testing.T) {
	dir := folder(t, folders[0])
	m := load(t, dir)
	e, _ := m.Store.Entry("transformer.h.0.attn.c_attn.key.bias")
	require.NoError(t, m.Store.Update(func() error { e.Float32s()[3] = 7; return nil }))
	require.NoError(t, m.Save(dir))
	again, _ := load(t, dir).Store.Entry("transformer.h.0.attn.c_attn.key.bias")
	require.Equal(t, float32(7), again.Float32s()[3])
}

// New models begin as their authors' did, and the same seed gives the same.
func TestInitialisation(t *testing.T) {
	c := gpt.GPT2Small()
	c.NEmbd, c.NLayer, c.NHead, c.VocabSize, c.NPositions = 128, 2, 4, 500, 64
	m, err := gpt.New(c, 3)
	require.NoError(t, err)
	for path, std := range map[string]float64{
		"transformer.wte.weight":                   0.02,
		"transformer.wpe.weight":                   0.02,
		"transformer.h.0.attn.c_attn.query.weight": 0.02,
		"transformer.h.1.mlp.c_fc.weight":          0.02,
		"transformer.h.1.attn.c_proj.weight":       0.01, // 0.02/√(2·2)
		"transformer.h.0.mlp.c_proj.weight":        0.01,
		"transformer.h.0.mlp.c_proj.bias":          0,
		"transformer.h.0.ln_2.bias":                0,
	} {
		e, ok := m.Store.Entry(path)
		require.True(t, ok, path)
		require.InDelta(t, std, deviation(e.Float32s(), 0), 0.03*std, path)
	}
	norm, _ := m.Store.Entry("transformer.ln_f.weight")
	require.Zero(t, deviation(norm.Float32s(), 1))

	again, err := gpt.New(c, 3)
	require.NoError(t, err)
	ids := [][]int{{1, 2, 3}}
	require.Equal(t, logits(t, m, ids), logits(t, again, ids))
}

// deviation is the root of the mean square of x − mean.
func deviation(x []float32, mean float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v-mean) * float64(v-mean)
	}
	return math.Sqrt(sum / float64(len(x)))
}

// Dropout drops while training only, where GPT-2 has it.
func TestDropout(t *testing.T) {
	c := gpt.GPT2Small()
	c.NEmbd, c.NLayer, c.NHead, c.VocabSize, c.NPositions = 16, 1, 2, 20, 8
	for _, p := range []*float64{nil, &c.EmbdPdrop, &c.AttnPdrop, &c.ResidPdrop} {
		c.EmbdPdrop, c.AttnPdrop, c.ResidPdrop = 0, 0, 0
		if p != nil {
			*p = 0.5
		}
		m, err := gpt.New(c, 3)
		require.NoError(t, err)
		f, err := m.Training(graph.Options{Seed: 1})
		require.NoError(t, err)
		in := graph.Values{"ids": rows([][]int{{1, 2, 3, 4}}), "labels": rows([][]int{{2, 3, 4, 5}})}
		var losses [2]float32
		for i := range losses {
			out, err := f.Run(in)
			require.NoError(t, err)
			losses[i] = out["loss"].Data().(float32)
		}
		require.Equal(t, p == nil, losses[0] == losses[1])
		ids := [][]int{{1, 2, 3, 4}}
		require.Equal(t, logits(t, m, ids), logits(t, m, ids))
	}
}
