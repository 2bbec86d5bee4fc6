package bert_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// batch is the golden batch as one of pairs.
func (g *torchGolden) batch() *data.PairBatch {
	b := &data.PairBatch{
		IDs: slices.Concat(g.IDs...), Types: slices.Concat(g.Types...), Labels: slices.Concat(g.Labels...),
		Next: g.Next, Rows: len(g.IDs), Seq: len(g.IDs[0]),
	}
	for _, s := range slices.Concat(g.Seen...) {
		b.Seen = append(b.Seen, s != 0)
	}
	return b
}

// What a batch of pairs has hidden goes through the vocabulary alone, and gives
// PyTorch's losses; what the guesses are counted against is counted here again.
func TestGuessesOfGolden(t *testing.T) {
	var g torchGolden
	readJSON(t, "testdata/tiny/torch.json", &g)
	m, err := bert.Load(tiny)
	require.NoError(t, err)
	f, err := m.Evaluation(graph.Options{})
	require.NoError(t, err)
	in := bert.Pretraining(g.batch())
	var found bert.Guesses
	for range 2 {
		require.NoError(t, found.Add(f, in))
	}
	words, right := 0, 0
	logits := run(t, f, err, in)["logits"].Data().([]float32)
	for i, want := range in["labels"].Data().([]int) {
		if want >= 0 {
			words++
			row := logits[i*6000 : (i+1)*6000]
			if slices.Index(row, slices.Max(row)) == want {
				right++
			}
		}
	}
	require.Equal(t, []int{2 * words, 2 * right}, []int{found.Words, found.RightWords})
	require.Equal(t, 2*len(g.Next), found.Sentences)
	require.InDelta(t, g.WordsLoss, found.WordLoss/float64(found.Words), tolerance)
	require.InDelta(t, g.NextLoss, found.SentenceLoss/float64(found.Sentences), tolerance)
}

// pairsOf is a text's pairs and their tokenizer, whose vocabulary is the text's own.
func pairsOf(t testing.TB, text string, longest, rows int) (*data.SentencePairs, *tokenizer.Tokenizer) {
	t.Helper()
	file, err := tokenizer.TrainWordPiece(tokenizer.NewWordPieceConfig(300), strings.NewReader(text))
	require.NoError(t, err)
	v, err := tokenizer.Parse(file)
	require.NoError(t, err)
	d, err := data.ReadDocuments(strings.NewReader(text), v, nil)
	require.NoError(t, err)
	pairs, err := data.NewSentencePairs(d, v, longest, rows, 1)
	require.NoError(t, err)
	pairs.Masking, err = data.NewMasking(v, 1)
	require.NoError(t, err)
	return pairs, v
}

// A small model learns what stands where, and what follows what, of a few documents.
func TestPretraining(t *testing.T) {
	var text strings.Builder
	for i := range 40 {
		name := string(rune('a'+i%20)) + string(rune('b'+i/20))
		fmt.Fprintf(&text, "the %s is red .\nand so the %s is big .\n%s runs now\n\n", name, name, name)
	}
	pairs, v := pairsOf(t, text.String(), 32, 16)
	c := small()
	c.VocabSize, c.HiddenDropoutProb, c.AttentionProbsDropoutProb = v.Size(), 0, 0
	m, err := bert.New(c, 1)
	require.NoError(t, err)
	f, err := m.Training(graph.Options{})
	require.NoError(t, err)
	evaluation, err := m.Evaluation(graph.Options{})
	require.NoError(t, err)
	measure := func() (g bert.Guesses) {
		var b data.PairBatch
		for step := range 4 {
			require.NoError(t, pairs.Fill(&b, step))
			require.NoError(t, g.Add(evaluation, bert.Pretraining(&b)))
		}
		return g
	}
	before := measure()
	require.InDelta(t, math.Log(float64(v.Size())), before.WordLoss/float64(before.Words), 0.2)
	o := optimizers.NewAdamW(3e-3)
	var b data.PairBatch
	for step := range 150 {
		require.NoError(t, pairs.Fill(&b, step))
		run(t, f, nil, bert.Pretraining(&b))
		f.Gradients().Mean()
		require.NoError(t, o.Update(m.Store, f.Gradients()))
		f.Gradients().Zero()
	}
	after := measure()
	require.Less(t, after.WordLoss/float64(after.Words), 0.5*before.WordLoss/float64(before.Words))
	require.Less(t, after.SentenceLoss/float64(after.Sentences), before.SentenceLoss/float64(before.Sentences))
	require.Greater(t, float64(after.RightWords)/float64(after.Words), 0.5)
}

// An id that the model's vocabulary has not is named.
func TestPretrainingOutOfRange(t *testing.T) {
	pairs, v := pairsOf(t, "a b c\nd e f\n\ng h i\nj k l\n", 32, 2)
	c := small()
	c.VocabSize = v.Size() - 3
	m, err := bert.New(c, 1)
	require.NoError(t, err)
	f, err := m.Training(graph.Options{})
	require.NoError(t, err)
	var b data.PairBatch
	require.NoError(t, pairs.Fill(&b, 0))
	b.IDs[1] = v.Size()
	_, err = f.Run(bert.Pretraining(&b))
	require.ErrorContains(t, err, fmt.Sprintf("is %d: want ", v.Size()))
}

func ExampleGuesses() {
	g := bert.Guesses{Words: 20, RightWords: 9, WordLoss: 50}
	fmt.Printf("%.0f %% of words, loss %.1f\n", 100*float64(g.RightWords)/float64(g.Words), g.WordLoss/float64(g.Words))
	// Output: 45 % of words, loss 2.5
}
