package bert

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
)

// A word's tag stands on its first token, and what is predicted there is the word's.
func TestTagsOnFirstTokens(t *testing.T) {
	m, k := tuned(t, TokenClassification, "B-LOC", "B-PER", "O")
	x := data.Example{Tokens: []string{"Annas", "in", "北京", "."}, Tags: []string{"B-PER", "O", "B-LOC", "O"}, At: "a:1"}
	e, err := m.TagExamples(k, []data.Example{x})
	require.NoError(t, err)
	require.Equal(t, []string{"[CLS]", "an", "##na", "##s", "in", "北", "京", ".", "[SEP]"}, e.encodings[0].Tokens)
	require.Equal(t, []int{none, 1, none, none, 2, 0, none, 2, none}, e.targets[0].tags)
	p := &Predictions{examples: e, logits: [][]float32{make([]float32, 9*3)}, tags: make([][]int, 1)}
	for token, tag := range []int{0, 1, 0, 0, 2, 0, 1, 2, 0} {
		p.logits[0][token*3+tag] = 20
	}
	require.Equal(t, x.Tags, p.Tags(0))
	require.InDelta(t, 1, p.Words(0)[0].Probability, 1e-6)
}

// The words of a text are found by the tokenizer, with their bytes in it.
func TestWordsOfText(t *testing.T) {
	m, k := tuned(t, TokenClassification, "B-LOC", "O")
	text := " ANNAS  in 北京😀."
	e, err := m.TagExamples(k, []data.Example{{Text: text, At: "text 1"}})
	require.NoError(t, err)
	require.False(t, e.Known())
	v, err := m.Evaluator(graph.Options{})
	require.NoError(t, err)
	p, err := v.Run(t.Context(), e)
	require.NoError(t, err)
	require.True(t, math.IsNaN(p.Loss))
	var words []string
	for _, w := range p.Words(0) {
		words = append(words, text[w.From:w.To])
		require.Positive(t, w.Probability)
	}
	require.Equal(t, []string{"ANNAS", "in", "北", "京", "😀", "."}, words)
}

// A sentence that is too long is tagged in parts: each word once.
func TestLongSentences(t *testing.T) {
	for _, task := range []Task{TokenClassification, TokenCRF} {
		m, k := tuned(t, task, "B-LOC", "I-LOC", "O")
		x := data.Example{At: "a:1"}
		for range 30 {
			x.Tokens, x.Tags = append(x.Tokens, "annas", "rome"), append(x.Tags, "O", "B-LOC")
		}
		e, err := m.TagExamples(k, []data.Example{x})
		require.NoError(t, err)
		require.Greater(t, e.Len(), 4)
		tagged := 0
		for _, goal := range e.targets {
			for _, tag := range goal.tags {
				if tag != none {
					tagged++
				}
			}
		}
		require.Equal(t, 60, tagged)
		v, err := m.Evaluator(graph.Options{})
		require.NoError(t, err)
		p, err := v.Run(t.Context(), e)
		require.NoError(t, err)
		require.Len(t, p.Tags(0), 60)
		require.False(t, math.IsNaN(p.Loss))
	}
}

// The loss of an evaluation is the mean over examples, however they are batched.
func TestClassesAndTheirLoss(t *testing.T) {
	m, k := tuned(t, SequenceClassification, "no", "perhaps", "yes")
	list := []data.Example{
		{Text: "who wrote it", Labels: []string{"yes"}, At: "a:1"}, {Text: "homer", Pair: "rome", Labels: []string{"no"}, At: "a:2"},
		{Text: "在北京", Labels: []string{"perhaps"}, At: "a:3"},
	}
	e, err := m.ClassExamples(k, list)
	require.NoError(t, err)
	v, err := m.Evaluator(graph.Options{})
	require.NoError(t, err)
	p, err := v.Run(t.Context(), e)
	require.NoError(t, err)
	want := 0.0
	for i, x := range list {
		sum := 0.0
		for _, c := range p.Classes(i) {
			if sum += c.Probability; c.Label == x.Labels[0] {
				want -= math.Log(c.Probability) / 3
			}
		}
		require.InDelta(t, 1, sum, 1e-6)
	}
	require.InDelta(t, want, p.Loss, 1e-5)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = v.Run(stopped, e)
	require.ErrorIs(t, err, context.Canceled)
}

func TestSeveralLabels(t *testing.T) {
	m, k := tuned(t, Encoding)
	m.Config.MultiLabel()
	m, err := m.For(SequenceClassification, 1, "a", "b")
	require.NoError(t, err)
	e, err := m.ClassExamples(k, []data.Example{{Text: "rome", Labels: []string{"b", "a"}}, {Text: "homer"}})
	require.NoError(t, err)
	labels := e.Batch(0, 1)["labels"]
	require.Equal(t, tensor.Shape{2, 2}, labels.Shape())
	require.Equal(t, []float32{1, 1, 0, 0}, labels.Data())
}

func TestExamplesRefuse(t *testing.T) {
	m, k := tuned(t, SequenceClassification, "no", "yes")
	for want, list := range map[string][]data.Example{
		`a:7: label "maybe" is not among those seen in training: no, yes`: {{Text: "rome", Labels: []string{"maybe"}, At: "a:7"}},
		`a:8: 0 labels, want one`:             {{Text: "rome", Labels: []string{"no"}}, {Text: "rome", At: "a:8"}},
		`examples of classes: there are none`: nil,
	} {
		_, err := m.ClassExamples(k, list)
		require.ErrorContains(t, err, want)
	}
	m, k = tuned(t, TokenClassification, "B-LOC", "O")
	for want, list := range map[string][]data.Example{
		`a:7: label "B-PER" is not among those seen in training`: {{Tokens: []string{"rome"}, Tags: []string{"B-PER"}, At: "a:7"}},
		`a:8: 0 tags of 1 words`:                                 {{Tokens: []string{"in"}, Tags: []string{"O"}}, {Tokens: []string{"in"}, At: "a:8"}},
		`examples of tags: there are none`:                       nil,
	} {
		_, err := m.TagExamples(k, list)
		require.ErrorContains(t, err, want)
	}
}
