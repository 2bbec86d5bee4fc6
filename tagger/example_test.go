package tagger_test

import (
	"encoding/json"
	"fmt"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/weights"
)

var few = [][]string{{"我", "喜欢", "猫"}, {"我", "喜欢", "你"}, {"你", "喜欢", "我"}}

// A model learns three sentences, and cuts a fourth.
func ExampleModel() {
	m, err := tagger.New(tagger.Small(), tagger.NewVocabulary(few, 1), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := m.Training(graph.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := tagger.NewExamples(m.Vocabulary, few, 12, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	o := optimizers.NewAdamW(0.01)
	for step := range 100 {
		in, _ := e.Random(step)
		f.SetStep(uint64(step))
		if err := f.Call(in, nil, nil); err != nil {
			fmt.Println(err)
			return
		}
		if err := o.Update(m.Store, f.Gradients()); err != nil {
			fmt.Println(err)
			return
		}
	}
	words, err := m.Segment([]string{"你喜欢猫"})
	fmt.Println(segment.Join(words[0]), err)
	// Output: 你 喜欢 猫 <nil>
}

func ExampleConfig() {
	c := tagger.Small()
	c.Symbols, c.Pairs = 2000, 4000
	text, err := json.Marshal(c)
	fmt.Println(string(text), err)
	fmt.Println(c.Check())
	// Output:
	// {"model_type":"tagger","symbols":2000,"pairs":4000,"width":32,"hidden":128,"dropout":0.5} <nil>
	// <nil>
}

func ExampleVocabulary() {
	v := tagger.NewVocabulary(few, 2)
	fmt.Println(v.Symbols(), v.Pairs())
	// Output: 6 4
}

func ExampleExamples() {
	e, err := tagger.NewExamples(tagger.NewVocabulary(few, 1), few, 5, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	in, err := e.Sequential(0)
	fmt.Println(e.Len(), e.Steps(), in["labels"], err)
	// Output: 12 3 [3  0  2  3  3] <nil>
}

func ExampleNetwork() {
	c := tagger.Small()
	c.Symbols, c.Pairs = 10, 10
	g := graph.New(weights.New(1))
	n := tagger.NewNetwork(g.Scope(), c)
	fmt.Println(n.Hidden.Weight.Shape(), n.Output.Weight.Shape(), g.Err())
	// Output: [128 288] [4 128] <nil>
}
