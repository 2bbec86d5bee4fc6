package train_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// The model of the tests attends with dropout, and has a state that drifts.
const (
	vocab, seq, hidden, heads = 11, 6, 8, 2
	steps                     = 12
)

func draw(s *graph.Scope, in graph.Inputs) graph.Outputs {
	ids, labels := in.Get("ids"), in.Get("labels") // [batch, seq]
	batch := ids.Dim(0)
	x := s.Param("wte", weights.Normal(0.5), vocab, hidden).Embedding(ids, -1) // [batch, seq, hidden]
	drift := s.State("drift", hidden)
	drift.Set(drift.Value().Scale(0.9).Add(x.Mean(0, 1).Scale(0.1)))
	x = x.Add(drift.Value())
	split := func(name string) *graph.Node {
		y := x.Linear(s.In(name).Param("weight", weights.Normal(0.3), hidden, hidden), nil)
		return y.Reshape(batch, seq, heads, hidden/heads).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
	}
	a := split("query").Attention(split("key"), split("value"), nil, nil, ops.AttentionConfig{Causal: true, Dropout: 0.2})
	x = x.Add(a.Transpose(0, 2, 1, 3).Reshape(batch, seq, hidden).Dropout(0.2))
	x = x.LayerNorm(s.In("norm").Param("weight", weights.Ones, hidden), s.In("norm").Param("bias", nil, hidden), 1e-5)
	logits := x.Linear(s.In("head").Param("weight", weights.Normal(0.3), vocab, hidden), nil) // [batch, seq, vocab]
	loss := logits.CrossEntropy(labels, nil, ops.CrossEntropyConfig{})
	count := labels.LabelWeight(nil, ops.CrossEntropyConfig{})
	s.Graph().Minimize(loss, count)
	return graph.Outputs{"loss": loss, "weight": count}
}

// blocks is a pure function of the three numbers; some labels are not counted,
// so that micro-batches weigh differently.
func blocks(seed, step, micro int) graph.Values {
	r := rand.New(rand.NewPCG(uint64(seed), uint64(step*1000+micro)))
	x, y := make([]int, 3*seq), make([]int, 3*seq)
	for i := range x {
		x[i] = r.IntN(vocab)
		y[i] = (x[i]*3 + 1) % vocab
		if r.IntN(4) == 0 {
			y[i] = -100
		}
	}
	shape := tensor.WithShape(3, seq)
	return graph.Values{"ids": tensor.New(shape, tensor.WithBacking(x)), "labels": tensor.New(shape, tensor.WithBacking(y))}
}

// newTrainer makes everything anew, as a process that has just started does.
func newTrainer(t testing.TB, folder string) *train.Trainer {
	tr, err := makeTrainer(folder)
	require.NoError(t, err)
	return tr
}

func makeTrainer(folder string) (*train.Trainer, error) {
	store := weights.New(3)
	training, err := graph.NewFunction(store, graph.Options{Training: true, Accumulate: true, Seed: 5}, draw)
	if err != nil {
		return nil, err
	}
	evaluation, err := graph.NewFunction(store, graph.Options{}, draw)
	if err != nil {
		return nil, err
	}
	o := optimizers.NewAdamW(0.02)
	o.Schedule = optimizers.Cosine(2, steps, 0.1)
	o.Before(optimizers.NewClipNorm(1))
	return &train.Trainer{
		Function: training, Optimizer: o, Steps: steps, Accumulate: 2,
		Source: func(step, micro int) (graph.Values, error) { return blocks(7, step, micro), nil },
		Validation: &train.Validation{
			Function: evaluation, Batches: 2, Every: 2,
			Batch: func(i int) (graph.Values, error) { return blocks(8, i, 0), nil },
		},
		Checkpoints: train.Checkpoints{Folder: folder, Every: 1, Seed: 5, Hyperparameters: []byte(`{"hidden":8}`)},
	}, nil
}

// result is what must be the same bit for bit: all files of the newest and the
// best checkpoint, and the losses in the log.
func result(t testing.TB, folder string) map[string]any {
	t.Helper()
	all := map[string]any{}
	newest, err := train.Latest(folder)
	require.NoError(t, err)
	best, err := train.Best(folder)
	require.NoError(t, err)
	for _, c := range []*train.Checkpoint{newest, best} {
		names, err := os.ReadDir(c.Path)
		require.NoError(t, err)
		for _, n := range names {
			content, err := os.ReadFile(filepath.Join(c.Path, n.Name()))
			require.NoError(t, err)
			all[filepath.Base(c.Path)+"/"+n.Name()] = string(content)
		}
	}
	h, err := train.ReadLog(folder)
	require.NoError(t, err)
	all["log"] = *h
	return all
}

// same compares results file by file, so that a failure is short.
func same(t testing.TB, want, got map[string]any, about string) {
	t.Helper()
	for name := range want {
		require.Contains(t, got, name, about)
		if _, text := want[name].(string); text && filepath.Ext(name) != ".json" {
			require.True(t, want[name] == got[name], "%s: %s differs", about, name)
			continue
		}
		require.Equal(t, want[name], got[name], "%s: %s", about, name)
	}
	require.Len(t, got, len(want), about)
}

// alone is the result of a run that nothing disturbs.
func alone(t testing.TB, change func(*train.Trainer)) map[string]any {
	t.Helper()
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	if change != nil {
		change(tr)
	}
	_, err := tr.Run(t.Context())
	require.NoError(t, err)
	return result(t, folder)
}
