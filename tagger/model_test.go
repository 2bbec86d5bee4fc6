package tagger_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/text/segment"
)

// gold is the excerpt that package segment is tested with.
func gold(t testing.TB, name string) [][]string {
	f, err := os.Open(filepath.Join("..", "text", "segment", "testdata", name+".words"))
	require.NoError(t, err)
	defer f.Close()
	sentences, err := segment.ReadGold(f)
	require.NoError(t, err)
	return sentences
}

// whole is all of it, where GAZE_SHARED says.
func whole(t testing.TB, name string) [][]string {
	shared := os.Getenv("GAZE_SHARED")
	if shared == "" {
		t.Skip("GAZE_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(shared, "data", "ud_chinese_gsdsimp", name+".words.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	sentences, err := segment.ReadGold(z)
	require.NoError(t, err)
	return sentences
}

// trained is a model after so many epochs, as demo tagger train does it.
func trained(t testing.TB, sentences [][]string, epochs int) *tagger.Model {
	m, err := tagger.New(tagger.Small(), tagger.NewVocabulary(sentences, 2), 1)
	require.NoError(t, err)
	f, err := m.Training(graph.Options{Seed: 1})
	require.NoError(t, err)
	e, err := tagger.NewExamples(m.Vocabulary, sentences, 256, 1)
	require.NoError(t, err)
	o := optimizers.NewAdamW(2e-3)
	steps := epochs * e.Steps()
	o.Schedule = optimizers.Cosine(min(50, steps/2), steps, 0.02)
	for step := range steps {
		in, err := e.Random(step)
		require.NoError(t, err)
		f.SetStep(uint64(step))
		require.NoError(t, f.Call(in, nil, nil))
		require.NoError(t, o.Update(m.Store, f.Gradients()))
	}
	return m
}

func texts(sentences [][]string) (list []string) {
	for _, words := range sentences {
		list = append(list, segment.Text(words))
	}
	return list
}

func score(t testing.TB, m *tagger.Model, train, test [][]string) segment.Score {
	found, err := m.Segment(texts(test))
	require.NoError(t, err)
	s, err := segment.Evaluate(test, found, segment.NewDictionaryOf(train))
	require.NoError(t, err)
	t.Log(s)
	return s
}

// The bound leaves room for other processors' last bits.
func TestLearnsWords(t *testing.T) {
	train, test := gold(t, "dev"), gold(t, "test")
	require.Greater(t, score(t, trained(t, train, 15), train, test).F1(), 0.81)
}

func TestLearnsWordsOfTheWhole(t *testing.T) {
	train, test := whole(t, "dev"), whole(t, "test")
	require.InDelta(t, 0.8555, score(t, trained(t, train, 10), train, test).F1(), 0.005)
}

func TestSavedAndLoaded(t *testing.T) {
	m := trained(t, gold(t, "dev"), 1)
	list := texts(gold(t, "test"))
	want, err := m.Segment(list)
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, m.Save(dir))
	again, err := tagger.Load(dir)
	require.NoError(t, err)
	defer again.Close()
	found, err := again.Segment(list)
	require.NoError(t, err)
	require.Equal(t, want, found)
	require.Equal(t, m.Config, again.Config)

	// Nor does a sentence depend on those beside it.
	for i, text := range list[:10] {
		one, err := again.Segment([]string{text})
		require.NoError(t, err)
		require.Equal(t, want[i], one[0])
	}
	none, err := again.Segment([]string{"", " \n"})
	require.NoError(t, err)
	require.Equal(t, [][]string{{}, {}}, none)
}

func TestNotLoaded(t *testing.T) {
	m := trained(t, gold(t, "dev")[:5], 1)
	for name, c := range map[string]struct{ file, text, want string }{
		"another model": {"config.json", `{"model_type": "gpt2", "n_embd": 3}`, "tagger: config: json: unknown field"},
		"no sizes":      {"config.json", `{"model_type": "tagger"}`, "symbols is 0: want 1 to"},
		"other sizes":   {"config.json", `{"model_type": "tagger", "symbols": 3, "pairs": 3, "width": 2, "hidden": 2}`, "want 3 and 3, as the config has"},
		"half a pair":   {"vocabulary.json", `{"pairs": "中"}`, "the pairs are 1 symbols: want two each"},
		"no order":      {"vocabulary.json", `{"symbols": "乙一"}`, "have doubles, or are not in order"},
		"no JSON":       {"vocabulary.json", `{`, "unexpected end of JSON input"},
		"no weights":    {"model.safetensors", ``, "the file has 0 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "m")
			require.NoError(t, m.Save(dir))
			require.NoError(t, os.WriteFile(filepath.Join(dir, c.file), []byte(c.text), 0o666))
			_, err := tagger.Load(dir)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := tagger.Load(t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = tagger.New(tagger.Config{ModelType: "tagger", Width: -1, Dropout: 1}, m.Vocabulary, 1)
	require.ErrorContains(t, err, "width is -1: want 1 to")
	require.ErrorContains(t, err, "dropout is 1: want 0 to below 1")
	_, err = tagger.NewExamples(m.Vocabulary, nil, 256, 1)
	require.EqualError(t, err, "tagger: the gold sentences have no character")
	_, err = tagger.NewExamples(m.Vocabulary, gold(t, "dev"), 0, 1)
	require.EqualError(t, err, "tagger: batches of 0 characters: want 1 or more")
}

func FuzzVocabulary(f *testing.F) {
	text, err := json.Marshal(tagger.NewVocabulary(gold(f, "dev")[:3], 1))
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"symbols": "ab", "pairs": "aabb"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v := new(tagger.Vocabulary)
		if v.UnmarshalJSON(text) != nil {
			return
		}
		again, err := json.Marshal(v)
		require.NoError(t, err)
		w := new(tagger.Vocabulary)
		require.NoError(t, json.Unmarshal(again, w))
		require.Equal(t, v, w)
	})
}

// A step is made of the same characters each time it is asked for; an epoch has each of
// them once.
func TestExamples(t *testing.T) {
	sentences := gold(t, "dev")[:20]
	v := tagger.NewVocabulary(sentences, 1)
	e, err := tagger.NewExamples(v, sentences, 64, 7)
	require.NoError(t, err)
	symbols := func(in graph.Values) []int { return append([]int{}, in["symbols"].Data().([]int)...) }
	first, err := e.Random(3)
	require.NoError(t, err)
	want := symbols(first)
	_, err = e.Random(e.Steps() + 1)
	require.NoError(t, err)
	again, err := e.Random(3)
	require.NoError(t, err)
	require.Equal(t, want, symbols(again))

	e.Forget = 0
	count := func(batch func(int) (graph.Values, error)) map[[2]int]int {
		n := map[[2]int]int{}
		for i := range e.Steps() {
			in, err := batch(i)
			require.NoError(t, err)
			x, y := in["symbols"].Data().([]int), in["labels"].Data().([]int)
			for k, label := range y {
				if label >= 0 {
					n[[2]int{x[k*5+2], label}]++
				}
			}
		}
		return n
	}
	all := count(e.Sequential)
	require.Equal(t, all, count(e.Random))
	total := 0
	for _, n := range all {
		total += n
	}
	require.Equal(t, e.Len(), total)
}
