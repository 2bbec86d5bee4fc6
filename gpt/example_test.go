package gpt_test

import (
	"context"
	"fmt"
	"os"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// A published model continues a text, which appears as it comes.
func Example() {
	m, err := gpt.Load("testdata/stories260K")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	file, _ := os.ReadFile("testdata/stories260K/tok512.bin")
	pieces, _ := tokenizer.ParseLlama2c(file)
	decoding, _ := m.Decoding(0)

	g := generate.Generator{
		Model:   decoding,
		Config:  generate.Config{MaxNew: 21},
		Decoder: pieces,
		Stream:  func(_, _ int, text string) bool { fmt.Print(text); return true },
	}
	g.Generate(context.Background(), [][]int{{1}})
	// Output: Once upon a time, there was a little girl named Lily. She loved to play
}

func ExampleModel() {
	c := gpt.GPT2Small()
	c.NEmbd, c.NLayer, c.NHead, c.VocabSize = 32, 2, 4, 100
	m, err := gpt.New(c, 42)
	if err != nil {
		fmt.Println(err)
		return
	}
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	fmt.Println(m.Save(folder)) // transformers reads it, too
	m, err = gpt.Load(folder)
	fmt.Println(m.Store.Len(), err)
	// Output:
	// <nil>
	// 36 <nil>
}

// The parts of a model are fields of a struct.
func ExampleGPT2() {
	c := gpt.GPT2Small()
	c.NEmbd, c.NLayer, c.VocabSize = 48, 2, 100
	g := graph.New(nil)
	m := gpt.NewGPT2(g.Scope(), c)
	ids := g.Scope().Ints("ids", 1, 5)
	fmt.Println(m.Stack.Layers[1].Attention.Query.Weight)
	fmt.Println(m.Forward(ids).Shape(), m.Logits(m.Forward(ids)).Shape(), g.Err())
	// Output:
	// transformer.h.1.attn.c_attn.query.weight [48, 48]
	// [1 5 48] [1 5 100] <nil>
}

func ExampleLlama() {
	g := graph.New(nil)
	m := gpt.NewLlama(g.Scope(), gpt.Stories260K().Llama())
	ids := g.Scope().Ints("ids", 1, 5)
	fmt.Println(m.Stack.Layers[4].Attention.Key.Weight)
	fmt.Println(m.Forward(ids).Shape(), m.Logits(m.Forward(ids)).Shape(), g.Err())
	// Output:
	// model.layers.4.self_attn.k_proj.weight [32, 64]
	// [1 5 64] [1 5 512] <nil>
}

func ExampleDecoder() {
	g := graph.New(nil)
	var d gpt.Decoder = gpt.Stories260K().Draw(g.Scope())
	ids := g.Scope().Ints("ids", 2, 1)
	d.Remember(g.Scope().In("cache"), g.Scope().Ints("at", 2), nil, 64)
	fmt.Println(d.Logits(d.Forward(ids)).Shape(), g.Err())
	// Output: [2 1 512] <nil>
}

// One step is one position in each row.
func ExampleDecoding() {
	m, _ := gpt.Load("testdata/stories260K")
	defer m.Close()
	d, _ := m.Decoding(64)
	logits, _ := d.Prefill([][]int{{1}, {1, 403, 407}})
	logits, _ = d.Step([]int{403, 261})
	best := []int{0, 0}
	for row := range logits {
		for token, l := range logits[row] {
			if l > logits[row][best[row]] {
				best[row] = token
			}
		}
	}
	fmt.Println(best)
	// Output: [407 378]
}
