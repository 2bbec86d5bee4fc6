package bert_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

// A field over tags learns those of a text, keeps to IOB2 from the start, and is
// saved with the model.
func TestTokenCRF(t *testing.T) {
	m, err := load(t, tiny).For(bert.TokenCRF, 1, "O", "B-X", "I-X", "I-Y")
	require.NoError(t, err)
	still(m.Config)
	in := graph.Values{"ids": ints([][]int{{101, 5, 6, 7, 8, 102}, {101, 9, 8, 102, 0, 0}})}
	labels := [][]int{{-100, 1, 2, -100, 0, -100}, {-100, 0, 1, -100, -100, -100}}

	f, err := m.Function(graph.Options{})
	in["tagged"] = truths([][]int{{0, 1, 1, 0, 1, 0}, {0, 1, 1, 0, 0, 0}})
	tags := run(t, f, err, in)["tags"].Data().([]int)
	before := 0
	for i, tag := range tags {
		require.Equal(t, in["tagged"].Data().([]bool)[i], tag != -100)
		require.NotEqual(t, 3, tag) // an I-Y that no B-Y comes before
		if tag == 2 {
			require.Contains(t, []int{1, 2}, before)
		}
		if tag != -100 {
			before = tag
		}
		if i == 5 {
			before = 0
		}
	}

	delete(in, "tagged")
	in["labels"] = ints(labels)
	training, err := m.Training(graph.Options{})
	require.NoError(t, err)
	o := optimizers.NewAdamW(1e-3)
	first, last := float32(0), float32(0)
	for step := range 40 {
		last = floats(t, run(t, training, nil, in)["loss"])[0]
		if step == 0 {
			first = last
		}
		training.Gradients().Mean()
		require.NoError(t, o.Update(m.Store, training.Gradients()))
	}
	require.Less(t, last, first/4)
	evaluation, err := m.Evaluation(graph.Options{})
	require.Equal(t, ints(labels).Data(), run(t, evaluation, err, in)["tags"].Data())

	dir := t.TempDir()
	require.NoError(t, m.Save(dir))
	again := load(t, dir)
	require.Equal(t, bert.TokenCRF, again.Config.Task())
	evaluation, err = again.Evaluation(graph.Options{})
	require.Equal(t, ints(labels).Data(), run(t, evaluation, err, in)["tags"].Data())
}

func ExampleCRF() {
	m, _ := bert.New(small(), 42)
	tags, _ := m.For(bert.TokenCRF, 1, "O", "B-PER", "I-PER")
	g := graph.New(tags.Store)
	n := bert.NewNetwork(g.Scope(), tags.Config)
	var field *bert.CRF = n.CRF
	fmt.Println(field.Transitions)
	// Output: crf.transitions [3, 3]
}
