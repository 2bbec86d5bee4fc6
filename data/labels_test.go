package data

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLabelMap(t *testing.T) {
	all := []Example{{Labels: []string{"b", "a"}, At: "x:1"}, {Labels: []string{"c"}, At: "x:2"}}
	m, err := LabelsOf(all)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, m.Names())
	require.Equal(t, 3, m.Len())
	require.Equal(t, "c", m.Name(2))
	ids, err := m.Labels(all[0])
	require.NoError(t, err)
	require.Equal(t, []int{1, 0}, ids)
	_, err = m.Labels(Example{Labels: []string{"a", "new"}, At: "test.tsv:9"})
	require.EqualError(t, err, `test.tsv:9: label "new" is not among those seen in training: a, b, c`)
	_, err = LabelsOf(append(all, Example{At: "x:3"}))
	require.EqualError(t, err, "x:3: has no label")

	tags, err := TagsOf([]Example{{Tags: []string{"O", "B-X"}}})
	require.NoError(t, err)
	ids, err = tags.Tags(Example{Tags: []string{"O", "O", "B-X"}})
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 0}, ids)
	_, err = TagsOf([]Example{{Tokens: []string{"a"}, At: "x:1"}})
	require.EqualError(t, err, "x:1: has no tag")

	_, err = NewLabelMap("a", "b", "a")
	require.EqualError(t, err, `labels: "a" at 2: want names that are not empty, each once`)
	_, err = NewLabelMap("")
	require.EqualError(t, err, `labels: "" at 0: want names that are not empty, each once`)
	_, err = LabelsOf(nil)
	require.EqualError(t, err, "labels: there are none")
	m, err = NewLabelMap("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
	require.NoError(t, err)
	_, err = m.ID("z")
	require.EqualError(t, err, `label "z" is not among those seen in training: a, b, c, d, e, f, g, h and 2 others`)
}

func TestSplitRandom(t *testing.T) {
	for _, n := range []int{10, 30, 101, 11987} {
		parts, err := SplitRandom(n, 7, 0.8, 0.1)
		require.NoError(t, err)
		require.Len(t, parts, 3)
		require.Len(t, parts[0], n*8/10)
		require.Len(t, parts[1], n/10)
		all := slices.Sorted(slices.Values(slices.Concat(parts...)))
		require.Len(t, all, n)
		for i, x := range all {
			require.Equal(t, i, x)
		}
		require.False(t, slices.IsSorted(parts[0]))
		again, err := SplitRandom(n, 7, 0.8, 0.1)
		require.NoError(t, err)
		require.Equal(t, parts, again)
		other, err := SplitRandom(n, 8, 0.8, 0.1)
		require.NoError(t, err)
		require.NotEqual(t, parts, other)
	}
	_, err := SplitRandom(5, 7, 0.8, 0.1)
	require.EqualError(t, err, "split: 5 examples in fractions [0.8 0.1]: want at least one in each part")
	for _, bad := range [][]float64{{0.5, 0.5}, {0}, {-1}, {1.5}} {
		_, err := SplitRandom(10, 7, bad...)
		require.ErrorContains(t, err, "want each above 0, and all together below 1")
	}
	examples := []Example{{Text: "a"}, {Text: "b"}, {Text: "c"}, {Text: "d"}}
	halves, err := SplitExamples(examples, 1, 0.5)
	require.NoError(t, err)
	require.ElementsMatch(t, examples, slices.Concat(halves...))
}

// A seed's split is what it was: published scores depend on it.
func TestSplitRandomIsTheSameForEver(t *testing.T) {
	parts, err := SplitRandom(10, 1, 0.8, 0.1)
	require.NoError(t, err)
	require.Equal(t, [][]int{{2, 7, 0, 3, 6, 5, 9, 1}, {8}, {4}}, parts)
}

func TestLengthBatches(t *testing.T) {
	lengths := make([]int, 1003)
	for i := range lengths {
		lengths[i] = int(draw(3, uint64(i)) % 128)
	}
	l, err := NewLengthBatches(lengths, 8, 5)
	require.NoError(t, err)
	require.Equal(t, 126, l.PerEpoch())
	var epochs [3][]int
	padding, tokens := 0, 0
	for step := range 3 * l.PerEpoch() {
		batch, err := l.Fill(nil, step)
		require.NoError(t, err)
		longest := lengths[batch[len(batch)-1]]
		for _, i := range batch {
			require.LessOrEqual(t, lengths[i], longest)
			padding += longest - lengths[i]
			tokens += lengths[i]
		}
		epochs[step/l.PerEpoch()] = append(epochs[step/l.PerEpoch()], batch...)
	}
	require.Less(t, float64(padding), 0.05*float64(tokens))
	for e := range epochs {
		sorted := slices.Sorted(slices.Values(epochs[e]))
		require.Len(t, sorted, len(lengths))
		require.Equal(t, len(lengths)-1, sorted[len(lengths)-1])
		require.Len(t, slices.Compact(sorted), len(lengths))
	}
	require.NotEqual(t, epochs[0], epochs[1])

	// Another one that begins anywhere goes on with the same.
	again, err := NewLengthBatches(lengths, 8, 5)
	require.NoError(t, err)
	for _, step := range []int{300, 7, 126, 125, 0} {
		want, err := l.Fill(nil, step)
		require.NoError(t, err)
		got, err := again.Fill(make([]int, 0, 8), step)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	into := make([]int, 0, 8)
	require.Zero(t, testing.AllocsPerRun(10, func() { into, _ = l.Fill(into, 1) }))
}

func TestLengthBatchesRefuse(t *testing.T) {
	_, err := NewLengthBatches([]int{1}, 0, 1)
	require.EqualError(t, err, "batches by length: 0 rows, want at least 1")
	_, err = NewLengthBatches(nil, 1, 1)
	require.EqualError(t, err, "batches by length: there are no examples")
	_, err = NewLengthBatches([]int{3, -1}, 1, 1)
	require.EqualError(t, err, "batches by length: example 1 has length -1")
	l, err := NewLengthBatches([]int{3}, 4, 1)
	require.NoError(t, err)
	_, err = l.Fill(nil, -1)
	require.EqualError(t, err, "batch -1: want 0 or more")
}

func TestBucket(t *testing.T) {
	widths := []int{16, 32, 64}
	for n, want := range map[int]int{0: 16, 16: 16, 17: 32, 64: 64, 65: 64} {
		require.Equal(t, want, Bucket(n, widths))
	}
}
