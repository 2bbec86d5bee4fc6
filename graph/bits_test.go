package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/weights"
)

// dropping is large enough for its loops to be cut into several pieces.
var dropping = gpt{vocab: 60, seq: 32, hidden: 66, heads: 3, layers: 2, dropout: 0.1}

// bits runs three training steps and returns everything that came out.
func bits(t *testing.T, workers int) map[string][]float32 {
	t.Helper()
	store := weights.New(7)
	tr := dropping.train(t, store, 5, graph.Options{Seed: 3})
	team := kernel.NewTeam(workers)
	defer team.Close()
	graph.SetTeam(t, tr.Machine, team)
	update := descent(store, tr.Gradients(), 0.1)
	out := map[string][]float32{}
	for step := range 3 {
		x, y := dropping.batchOf(uint64(step), 5)
		tr.feed(t, x, y)
		out[fmt.Sprint("loss ", step)] = []float32{float32(tr.run(t))}
		require.NoError(t, store.Update(update))
	}
	for path, g := range copyOf(tr.Gradients()) {
		out[path] = g
	}
	return out
}

func TestBitsAreTheSameForAnyNumberOfWorkers(t *testing.T) {
	want := bits(t, 1)
	for _, workers := range []int{2, 3, 8, 64} {
		require.Equal(t, want, bits(t, workers), "%d workers", workers)
	}
}

func TestBitsAreTheSameAfterAnUnrelatedDrawing(t *testing.T) {
	want := bits(t, 2)
	other := gpt{vocab: 5, seq: 3, hidden: 4, heads: 1, layers: 1, dropout: 0.5}
	other.train(t, weights.New(9), 2, graph.Options{})
	require.Equal(t, want, bits(t, 2))
}

// What is kept, and what freed memory holds, changes no other bit.
func TestKeepingANodeChangesNothing(t *testing.T) {
	all := map[string][][]float32{} // values of what was kept, by label
	run := func(keep []string, poison bool) map[string][]float32 {
		t.Helper()
		g := graph.New(weights.New(7))
		s := g.Scope()
		ids, labels := s.Ints("ids", 5, dropping.seq), s.Ints("labels", 5, dropping.seq)
		logits := dropping.logits(s, ids).As("logits")
		softmax, twice := logits.Softmax(-1).As("softmax"), logits.Scale(2).As("twice")
		gelu := twice.GELU().As("gelu")
		loss := softmax.Log().Mean().Neg().Add(gelu.Mean())
		g.Minimize(loss, nil)
		o := graph.Options{Training: true, Keep: keep}
		if poison {
			o = graph.Poisoned(o)
		}
		m, err := g.Compile(o, loss)
		require.NoError(t, err)
		x, y := dropping.batchOf(1, 5)
		require.NoError(t, m.Let(ids, x))
		require.NoError(t, m.Let(labels, y))
		for range 2 {
			m.SetStep(0)
			require.NoError(t, m.RunAll())
		}
		bits := copyOf(m.Gradients())
		for label, x := range map[string]*graph.Node{"logits": logits, "softmax": softmax, "twice": twice, "gelu": gelu} {
			if poison && !slices.Contains(keep, label) {
				continue
			}
			v, err := m.Value(x)
			require.NoError(t, err)
			all[label] = append(all[label], v.Float32s())
		}
		return bits
	}
	want := run([]string{"logits", "softmax", "twice", "gelu"}, false)
	for _, keep := range [][]string{nil, {"logits"}, {"softmax"}, {"twice", "gelu"}, {"logits", "softmax", "twice", "gelu"}} {
		require.Equal(t, want, run(keep, true), "kept %v, freed memory poisoned", keep)
	}
	for label, values := range all {
		for _, v := range values[1:] {
			require.Equal(t, values[0], v, label)
		}
	}
}

// Accumulated gradients too.
func TestPoisonedAccumulation(t *testing.T) {
	run := func(o graph.Options) map[string][]float32 {
		o.Accumulate = true
		tr := dropping.train(t, weights.New(7), 5, o)
		for step := range 3 {
			x, y := dropping.batchOf(uint64(step), 5)
			tr.feed(t, x, y)
			tr.run(t)
		}
		return copyOf(tr.Gradients())
	}
	require.Equal(t, run(graph.Options{}), run(graph.Poisoned(graph.Options{})))
}
