package bert_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// wantSaved saves a model and wants the very tensors of dir: names, dtypes, bytes.
func wantSaved(t testing.TB, m *bert.Model, dir, to string) {
	t.Helper()
	require.NoError(t, m.Save(to))
	want, err := weights.Open(dir)
	require.NoError(t, err)
	defer want.Close()
	got, err := weights.Open(to)
	require.NoError(t, err)
	defer got.Close()
	require.Equal(t, want.Paths(), got.Paths())
	for _, path := range want.Paths() {
		w, _ := want.Entry(path)
		g, _ := got.Entry(path)
		require.Equal(t, w.Dtype(), g.Dtype(), path)
		require.Equal(t, w.Shape(), g.Shape(), path)
		require.Equal(t, w.Bytes(), g.Bytes(), path)
	}
	text, err := os.ReadFile(filepath.Join(dir, "config.json"))
	require.NoError(t, err)
	saved, err := os.ReadFile(filepath.Join(to, "config.json"))
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(saved))
}

func TestSave(t *testing.T) {
	to := filepath.Join(t.TempDir(), "saved")
	wantSaved(t, load(t, tiny), tiny, to)
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	f, err := load(t, to).Hidden(graph.Options{})
	require.LessOrEqual(t, farthest(t, floats(t, run(t, f, err, g.inputs())["hidden"]), g.Hidden), tolerance)
}

// folder is a copy of a checkpoint whose tensors are renamed by a layout, or in
// another dtype.
func folder(t testing.TB, dir string, change func(s *weights.Store) error, l ...weights.Layout) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "changed")
	s, err := weights.Open(dir)
	require.NoError(t, err)
	defer s.Close()
	if change != nil {
		require.NoError(t, change(s))
	}
	require.NoError(t, s.SaveSharded(to, 5e9, l...))
	text, err := os.ReadFile(filepath.Join(dir, "config.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(to, "config.json"), text, 0o600))
	return to
}

// Names that older files have, and files without a prefix, are read and written
// back as they were.
func TestNames(t *testing.T) {
	var g torchGolden
	readJSON(t, tiny+"/torch.json", &g)
	norms := weights.Layout{
		{File: "{at...}.LayerNorm.gamma", Store: []string{"{at...}.LayerNorm.weight"}},
		{File: "{at...}.LayerNorm.beta", Store: []string{"{at...}.LayerNorm.bias"}},
	}
	short := weights.Layout{{File: "{rest...}", Store: []string{"bert.{rest...}"}}}
	decoder := func(s *weights.Store) error {
		e, _ := s.Entry("bert.embeddings.word_embeddings.weight")
		b, _ := s.Entry("cls.predictions.bias")
		require.NoError(t, s.PutBytes("cls.predictions.decoder.weight", e.Dtype(), e.Bytes(), e.Shape()...))
		require.NoError(t, s.PutBytes("cls.predictions.decoder.bias", b.Dtype(), b.Bytes(), b.Shape()...))
		return s.PutInt64s("bert.embeddings.position_ids", make([]int64, 128), 1, 128)
	}
	for name, dir := range map[string]string{
		"gamma":   folder(t, tiny, nil, norms),
		"short":   folder(t, tiny, nil, short),
		"both":    folder(t, tiny, nil, short, norms),
		"decoder": folder(t, tiny, decoder),
	} {
		m := load(t, dir)
		f, err := m.Hidden(graph.Options{})
		require.LessOrEqual(t, farthest(t, floats(t, run(t, f, err, g.inputs())["hidden"]), g.Hidden), tolerance, name)
		wantSaved(t, m, dir, filepath.Join(t.TempDir(), "saved"))
	}
}

// Shards are read; half precision is computed with in float32, and stays in the
// file.
func TestShardsAndHalves(t *testing.T) {
	half := func(s *weights.Store) error {
		for i, path := range s.Paths() {
			e, _ := s.Entry(path)
			raw := e.Bytes()
			cut := make([]byte, 0, len(raw)/2)
			for at := 0; at < len(raw); at += 4 {
				cut = append(cut, raw[at+2], raw[at+3])
			}
			if i%2 == 0 { // the upper half of a float32 is a bfloat16
				require.NoError(t, s.PutBytes(path, weights.BF16, cut, e.Shape()...))
			} else {
				require.NoError(t, s.PutBytes(path, weights.F16, make([]byte, len(cut)), e.Shape()...))
			}
		}
		return nil
	}
	dir := folder(t, tiny, half)
	m := load(t, dir)
	wantSaved(t, m, dir, filepath.Join(t.TempDir(), "saved"))
	other, err := m.For(bert.Encoding, 1)
	require.NoError(t, err)
	for _, path := range other.Store.Paths() {
		want, _ := m.Store.Entry(path)
		got, _ := other.Store.Entry(path)
		require.Equal(t, want.Dtype(), got.Dtype(), path)
		require.Equal(t, want.Bytes(), got.Bytes(), path)
	}

	s, err := weights.Open(tiny)
	require.NoError(t, err)
	defer s.Close()
	sharded := filepath.Join(t.TempDir(), "sharded")
	require.NoError(t, s.SaveSharded(sharded, 1<<19))
	text, err := os.ReadFile(filepath.Join(tiny, "config.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(sharded, "config.json"), text, 0o600))
	wantSaved(t, load(t, sharded), tiny, filepath.Join(t.TempDir(), "saved"))
}
