package bert_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tunable is a small model for a task, of random weights, and its tokenizer.
func tunable(t bert.Task, labels ...string) (*bert.Model, *tokenizer.Tokenizer) {
	vocabulary := strings.Fields("[PAD] [UNK] [CLS] [SEP] [MASK] play music the weather who wrote it ? homer in rome 北 京 .")
	k, _ := tokenizer.ParseVocabTxt([]byte(strings.Join(vocabulary, "\n")), nil)
	m, _ := bert.New(small(), 1)
	m, _ = m.For(t, 1, labels...)
	return m, k
}

// A model learns which texts are about what.
func ExampleExamples() {
	m, k := tunable(bert.SequenceClassification, "music", "weather")
	examples, _ := m.ClassExamples(k, []data.Example{
		{Text: "play music", Labels: []string{"music"}}, {Text: "the weather", Labels: []string{"weather"}},
	})
	batches, _ := data.NewLengthBatches(examples.Lengths(), 2, 1)
	f, _ := m.Training(graph.Options{})
	o := optimizers.NewAdamW(0.01)
	var which []int
	for step := range 10 {
		which, _ = batches.Fill(which, step)
		if _, err := f.Run(examples.Batch(which...)); err != nil {
			fmt.Println(err)
			return
		}
		if err := o.Update(m.Store, f.Gradients()); err != nil {
			fmt.Println(err)
			return
		}
	}
	v, _ := m.Evaluator(graph.Options{})
	found, _ := v.Run(context.Background(), examples)
	fmt.Println(found.Classes(0)[0].Label, found.Classes(1)[0].Label, found.Loss < 0.1)
	// Output: music weather true
}

func ExampleEvaluator() {
	m, k := tunable(bert.TokenClassification, "B-LOC", "O")
	examples, _ := m.TagExamples(k, []data.Example{{Text: "Rome?"}})
	v, _ := m.Evaluator(graph.Options{})
	found, err := v.Run(context.Background(), examples)
	fmt.Println(len(found.Tags(0)), err)
	// Output: 2 <nil>
}

func ExamplePredictions() {
	m, k := tunable(bert.SequenceClassification, "music", "weather")
	examples, _ := m.ClassExamples(k, []data.Example{{Text: "play music"}})
	v, _ := m.Evaluator(graph.Options{})
	found, _ := v.Run(context.Background(), examples)
	fmt.Println(found.Labels(), found.MultiLabel(), examples.Known())
	// Output: [music weather] false false
}

func ExampleClass() {
	c := bert.Class{ID: 1, Label: "weather", Probability: 0.75}
	fmt.Printf("%s %.0f %%\n", c.Label, 100*c.Probability)
	// Output: weather 75 %
}

// Words are where they stand in the text.
func ExampleTaggedWord() {
	m, k := tunable(bert.TokenClassification, "B-LOC", "O")
	text := "in 北京."
	examples, _ := m.TagExamples(k, []data.Example{{Text: text}})
	v, _ := m.Evaluator(graph.Options{})
	found, _ := v.Run(context.Background(), examples)
	for _, w := range found.Words(0) {
		fmt.Printf("%d-%d %s\n", w.From, w.To, text[w.From:w.To])
	}
	// Output:
	// 0-2 in
	// 3-6 北
	// 6-9 京
	// 9-10 .
}

// A context that is too long is read in parts that overlap.
func ExampleWindows() {
	m, k := tunable(bert.QuestionAnswering)
	q := data.Question{Question: "who wrote it?", Context: strings.Repeat("homer in rome. ", 5)}
	examples, err := m.AnswerExamples(k, []data.Question{q}, bert.Windows{Longest: 16, Stride: 4})
	fmt.Println(examples.Lengths(), err)
	// Output: [16 16 16 12] <nil>
}

// Whatever the answer is, it is a part of the context.
func ExampleAnswer() {
	m, k := tunable(bert.QuestionAnswering)
	q := data.Question{Question: "who wrote it?", Context: "Homer."}
	examples, _ := m.AnswerExamples(k, []data.Question{q}, bert.Windows{})
	v, _ := m.Evaluator(graph.Options{})
	found, _ := v.Run(context.Background(), examples)
	a := found.Answer(0, false)
	fmt.Println(q.Context[a.From:a.To] == a.Text, a.Text != "")
	// Output: true true
}
