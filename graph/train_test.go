package graph_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/weights"
)

// The TapeMachine, on the same drawing, gives the same bits.
func TestMachineAgreesWithTheTapeMachine(t *testing.T) {
	store := weights.New(1)
	g := graph.New(store)
	s := g.Scope()
	ids, labels := s.Ints("ids", 3, tiny.seq), s.Ints("labels", 3, tiny.seq)
	loss, count := tiny.loss(s, ids, labels)
	grads := g.Backprop(loss, g.Params()...)
	m, err := g.Compile(graph.Options{}, append(grads, loss, count)...)
	require.NoError(t, err)
	x, y := tiny.batchOf(1, 3)
	require.NoError(t, gorgonia.UnsafeLet(ids.Gorgonia(), x))
	require.NoError(t, gorgonia.UnsafeLet(labels.Gorgonia(), y))
	require.NoError(t, m.RunAll())

	var nodes []*gorgonia.Node
	for _, n := range append(grads, loss) {
		nodes = append(nodes, n.Gorgonia())
	}
	want, err := gradcheck.Run(nodes...)
	require.NoError(t, err)
	for i, n := range append(grads, loss) {
		got, err := m.Value(n)
		require.NoError(t, err)
		require.Equal(t, want[i].Data(), got.Data(), "output %d", i)
	}
}

// k micro-batches weigh as one large batch, whatever their counts of labels.
func TestMicroBatchesEqualOneLargeBatch(t *testing.T) {
	const k, small = 4, 2
	store := weights.New(1)
	x, y := tiny.batchOf(1, k*small)
	whole := tiny.train(t, store, k*small, graph.Options{})
	whole.feed(t, x, y)
	whole.run(t)
	whole.Gradients().Mean()
	want := copyOf(whole.Gradients())

	part := tiny.train(t, store, small, graph.Options{Accumulate: true})
	for round := range 2 { // a second time, after Zero
		for i := range k {
			lo, hi := i*small, (i+1)*small
			part.feed(t, rows(t, x, lo, hi), rows(t, y, lo, hi))
			part.run(t)
		}
		part.Gradients().Mean()
		part.Gradients().Mean() // divides once
		for path, g := range copyOf(part.Gradients()) {
			for j := range g {
				require.InDelta(t, want[path][j], g[j], 1e-6, "round %d, %s[%d]", round, path, j)
			}
		}
		part.Gradients().Zero()
	}
}

func rows(t testing.TB, d *tensor.Dense, lo, hi int) *tensor.Dense {
	v, err := d.Slice(tensor.S(lo, hi))
	require.NoError(t, err)
	return v.Materialize().(*tensor.Dense)
}

// Steady forward, backward and update allocate nothing in any precision that
// trains, with two workers on a model that is large enough for both; of the larger
// batch, rounded operands are packed before they are multiplied.
func TestTrainingAllocatesNothing(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	for _, p := range []graph.Precision{graph.Float32, graph.BF16x3, graph.BF16} {
		t.Run(p.String(), func(t *testing.T) { trainsWithoutAllocating(t, p, 5) })
	}
	t.Run("BF16 of many", func(t *testing.T) { trainsWithoutAllocating(t, graph.BF16, 45) })
}

func trainsWithoutAllocating(t *testing.T, p graph.Precision, batch int) {
	store := weights.New(1)
	tr := dropping.train(t, store, batch, graph.Options{Precision: p})
	team := kernel.NewTeam(2)
	defer team.Close()
	graph.SetTeam(t, tr.Machine, team)
	x, y := dropping.batchOf(1, batch)
	tr.feed(t, x, y)
	update := descent(store, tr.Gradients(), 0.01)
	step := func() {
		if err := tr.RunAll(); err != nil {
			t.Fatal(err)
		}
		if err := store.Update(update); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		step()
	}
	// What allocates in a step does so in each of them. A helper that parks may
	// make Go's scheduler want a sudog or a thread of its own, at times.
	require.Less(t, mallocs.Fewest(100, step), uint64(10), "allocations in 100 steps")
}

// descent is plain gradient descent.
func descent(store *weights.Store, grads *graph.Gradients, rate float32) func() error {
	return func() error {
		grads.Mean()
		for i := range grads.Len() {
			e, _ := store.Entry(grads.Path(i))
			w, g := e.Float32s(), grads.At(i).Float32s()
			for j := range w {
				w[j] -= rate * g[j]
			}
		}
		return nil
	}
}

func TestTrainingLearns(t *testing.T) {
	store := weights.New(1)
	tr := tiny.train(t, store, 3, graph.Options{})
	x, y := tiny.batchOf(1, 3)
	tr.feed(t, x, y)
	update := descent(store, tr.Gradients(), 0.5)
	first := tr.run(t)
	last := first
	for range 300 {
		require.NoError(t, store.Update(update))
		last = tr.run(t)
	}
	require.InDelta(t, math.Log(11), first, 1)
	require.Less(t, last, 0.05, "it began at %.3f", first)
}
