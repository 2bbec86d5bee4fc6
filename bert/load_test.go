package bert_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
)

// copied is a copy of a checkpoint, to be spoilt.
func copied(t testing.TB) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "tiny")
	require.NoError(t, os.Mkdir(to, 0o700))
	for _, name := range []string{"config.json", "model.safetensors"} {
		text, err := os.ReadFile(filepath.Join(tiny, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(to, name), text, 0o600))
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
	weights := func(dir string) string { return filepath.Join(dir, "model.safetensors") }
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  []string // all of them in one error
	}{
		"nothing": {
			func(dir string) error { require.NoError(t, os.RemoveAll(dir)); return os.Mkdir(dir, 0o700) },
			[]string{"load tiny: config.json: no such file", "open tiny: the folder has neither model.safetensors"},
		},
		"no weights": {
			func(dir string) error { return os.Remove(weights(dir)) },
			[]string{"load tiny: open tiny: the folder has neither model.safetensors"},
		},
		"truncated": {
			func(dir string) error { return os.Truncate(weights(dir), 40000) },
			[]string{"load tiny: open tiny: ", "the file has only", "truncated?"},
		},
		"corrupt": {
			func(dir string) error {
				return os.WriteFile(weights(dir), []byte("\x10\x00\x00\x00\x00\x00\x00\x00nonsense........"), 0o600)
			},
			[]string{"load tiny: open tiny: ", "header"},
		},
		"empty": {
			func(dir string) error { return os.Truncate(weights(dir), 0) },
			[]string{"load tiny: open tiny: ", "0 bytes"},
		},
		"another vocabulary": {
			func(dir string) error { edit(t, dir, `6000`, `6001`); return nil },
			[]string{`"bert.embeddings.word_embeddings.weight": shape [6000, 64], want [6001, 64]`,
				`"cls.predictions.bias": shape [6000], want [6001]`},
		},
		"more layers and positions": {
			func(dir string) error {
				edit(t, dir, `"num_hidden_layers": 3`, `"num_hidden_layers": 4`, `ngs": 128`, `ngs": 99`)
				return nil
			},
			[]string{`"bert.encoder.layer.3.attention.self.query.weight": missing, want shape [64, 64]`,
				`"bert.embeddings.position_embeddings.weight": shape [128, 64], want [99, 64]`},
		},
		"fewer layers": {
			func(dir string) error { edit(t, dir, `"num_hidden_layers": 3`, `"num_hidden_layers": 2`); return nil },
			[]string{`"bert.encoder.layer.2.output.dense.bias": unexpected, F32 of shape [64]`},
		},
		"no classifier": {
			func(dir string) error {
				edit(t, dir, "BertForPreTraining", "BertForSequenceClassification")
				return nil
			},
			[]string{`"classifier.weight": missing, want shape [2, 64]`, `"classifier.bias": missing`},
		},
		"a lying config": {
			func(dir string) error { edit(t, dir, `6000`, `200000000`); return nil },
			[]string{"load tiny: config.json is of a model with ", " numbers, the weights are "},
		},
		"wrong in both": {
			func(dir string) error { edit(t, dir, `"gelu"`, `"geglu"`); return os.Remove(weights(dir)) },
			[]string{`hidden_act is "geglu"`, "the folder has neither model.safetensors"},
		},
	} {
		dir := copied(t)
		require.NoError(t, c.spoil(dir), name)
		_, err := bert.Load(dir)
		for _, want := range c.want {
			require.ErrorContains(t, err, want, name)
		}
	}
}

// An encoder may come without a pooler; heads of pretraining may come beside what
// is asked for.
func TestLoadWhatIsThere(t *testing.T) {
	dir := copied(t)
	edit(t, dir, "BertForPreTraining", "BertForMaskedLM")
	wantSaved(t, load(t, dir), dir, filepath.Join(t.TempDir(), "saved"))

	m, err := load(t, tiny).For(bert.MaskedLM, 1)
	require.NoError(t, err)
	dir = filepath.Join(t.TempDir(), "encoder")
	require.NoError(t, m.Save(dir))
	edit(t, dir, "BertForMaskedLM", "BertModel")
	m = load(t, dir)
	f, err := m.Function(graph.Options{})
	out := run(t, f, err, graph.Values{"ids": ints([][]int{{1, 2, 3}})})
	require.Contains(t, out, "hidden")
	require.NotContains(t, out, "pooled")
	wantSaved(t, m, dir, filepath.Join(t.TempDir(), "saved"))
}

// A folder with text beside: what is missing of both is listed at once, and a
// vocabulary must not be larger than the model's.
func TestLoadFolder(t *testing.T) {
	_, _, err := bert.LoadFolder(put(t, nil))
	require.ErrorContains(t, err, "config.json: no such file")
	require.ErrorContains(t, err, "neither model.safetensors")
	require.ErrorContains(t, err, "tokenizer")

	dir := copied(t)
	words := "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfox\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "vocab.txt"), []byte(words), 0o600))
	m, texts, err := bert.LoadFolder(dir)
	require.NoError(t, err)
	defer m.Close()
	x, err := texts.EncodePair("the fox", strings.Repeat("fox ", 400))
	require.NoError(t, err)
	require.Equal(t, m.Longest(), x.Len())
	require.Equal(t, []int{2, 5, 6, 3, 6}, x.IDs[:5])
	f, err := m.Hidden(graph.Options{})
	require.Equal(t, []int{1, 128, 64}, []int(run(t, f, err, m.Inputs(x))["hidden"].Shape()))

	saved := t.TempDir()
	require.NoError(t, m.Save(saved))
	require.NoError(t, bert.CopyTokenizer(dir, saved))
	again, _, err := bert.LoadFolder(saved)
	require.NoError(t, err)
	require.NoError(t, again.Close())
	require.ErrorContains(t, bert.CopyTokenizer(tiny, saved), `copy the tokenizer of tiny: the folder has none of ["tokenizer.json" `)
	require.ErrorContains(t, bert.CopyTokenizer(dir, filepath.Join(saved, "absent")), "vocab.txt: ")

	many := words + strings.Repeat("x", 1)
	for i := range 6000 {
		many += "\nw" + strings.Repeat("a", i%50) + string(rune('0'+i%10)) + strings.Repeat("b", i/50)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "vocab.txt"), []byte(many), 0o600))
	_, _, err = bert.LoadFolder(dir)
	require.ErrorContains(t, err, "the tokenizer has 6008 tokens, vocab_size is 6000: they are of different models")
}

// What does not fit is refused before anything is computed.
func TestInputsRefused(t *testing.T) {
	m := load(t, tiny)
	f, err := m.Function(graph.Options{})
	require.NoError(t, err)
	for want, in := range map[string]graph.Values{
		"129 positions: want 1 to 128, which the model was made for":               {"ids": ints([][]int{make([]int, 129)})},
		"word_embeddings: embedding [1, 2, 64]: ids[0, 1] is 6000: want 0 to 5999": {"ids": ints([][]int{{1, 6000}})},
		"ids[0, 0] is -1: want 0 to 5999":                                          {"ids": ints([][]int{{-1, 5}})},
		"token_type_embeddings: embedding [1, 2, 64]: ids[0, 1] is 2: want 0 to 1": {"ids": ints([][]int{{1, 5}}), "types": ints([][]int{{0, 2}})},
		"indices[0] is 99: want -2 to 1":                                           {"ids": ints([][]int{{1, 5}}), "masked": row([]int{99})},
		`input "ids" was not given`:                                                {"types": ints([][]int{{0, 1}})},
	} {
		_, err := f.Run(in)
		require.ErrorContains(t, err, want)
	}
}
