package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

func TestEmbedding(t *testing.T) {
	const vocab, hidden = 7, 3
	for _, by := range [][]int{{}, {4}, {2, 5}} {
		ids := pseudo(elementsIn(by), 0, vocab-1)
		gathers(t, indexing(ops.Embedding, -1), []int{vocab, hidden}, ints(ids, by...), append(append([]int{}, by...), hidden),
			func(i []int) []int { return []int{ids[flat(i[:len(by)], by)], i[len(by)]} })
	}
}

// The row of padding is read like any other, but gets no gradient.
func TestEmbeddingPadding(t *testing.T) {
	table := convert([]float64{1, 2, 3, 4, 5, 6}, tensor.Float32, 3, 2)
	ids := ints([]int{2, 0, 2, 1}, 4)
	f := indexing(ops.Embedding, 2)
	require.Equal(t, []float64{5, 6, 1, 2, 5, 6, 3, 4}, plain(t, evaluate(t, f, table, ids)))
	dy := convert([]float64{1, 2, 3, 4, 5, 6, 7, 8}, tensor.Float32, 4, 2)
	require.Equal(t, []float64{3, 4, 7, 8, 0, 0}, plain(t, gradients(t, f, dy, table, ids)[0]))
	require.Equal(t, []float64{3, 4, 7, 8, 6, 8}, plain(t, gradients(t, indexing(ops.Embedding, -1), dy, table, ids)[0]))
}

// Many equal ids: the sums are taken in the order of ids by any number of
// workers.
func TestEmbeddingIsSteady(t *testing.T) {
	table := convert(plain(t, gradcheck.Random(1, 50, 300)), tensor.Float32, 50, 300)
	steady(t, indexing(ops.Embedding, 3), table, ints(pseudo(600, 0, 49), 6, 100))
}

func TestEmbeddingRefuses(t *testing.T) {
	table, f := gradcheck.Random(1, 5, 3), indexing(ops.Embedding, -1)
	refuses(t, "embedding: table float64 [5] · ids int [2]: want a table [vocab, hidden]", f, gradcheck.Random(1, 5), ints(nil, 2))
	refuses(t, "embedding: table float64 [5, 3] · ids float64 [5, 3]: ids of float64: want int", f, table, table)
	refuses(t, "embedding: table float64 [5, 3] · ids int [2]: padding 5: want -1 for none, or 0 to 4", indexing(ops.Embedding, 5), table, ints(nil, 2))
	refuses(t, "embedding: table float64 [5, 3] · ids int [2]: padding -2: want -1 for none, or 0 to 4", indexing(ops.Embedding, -2), table, ints(nil, 2))
	fails(t, "ids[2, 1] is 512: want 0 to 4", f, table, ints([]int{0, 1, 2, 3, 4, 512}, 3, 2))
	fails(t, "ids[0] is -1: want 0 to 4", f, table, ints([]int{-1}, 1))
}

func BenchmarkEmbeddingGradient(b *testing.B) {
	table := convert(nil, tensor.Float32, 30522, 768)
	b.Run("2048 of 30522", func(b *testing.B) {
		benchmarkGradient(b, indexing(ops.Embedding, 0), table, ints(pseudo(2048, 0, 30521), 16, 128))
	})
}
