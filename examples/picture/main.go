// Command picture draws what a model looks at while it tells a story:
// attention.html, a page of all its heads, and attention.png, one of them.
//
//	go run ./examples/picture gpt/testdata/stories260K
//
// The folder is one as Hugging Face's are, with llama2.c's vocabulary beside.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/text/tokenizer"
	"github.com/gaze-ml/gaze/viz"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("want the folder of a model, such as gpt/testdata/stories260K")
	}
	model := must(gpt.Load(os.Args[1]))
	pieces := must(tokenizer.ParseLlama2c(must(os.ReadFile(filepath.Join(os.Args[1], "tok512.bin")))))

	g := generate.Generator{
		Model: must(model.Decoding(0)), Decoder: pieces,
		Config: generate.Config{MaxNew: 100, StopStrings: []string{" One"}}, // greedy
	}
	story := must(g.Generate(context.Background(), [][]int{{1}}))[0] // 1 begins a text
	fmt.Println(story.Text)

	weights := must(model.Attention(story.Tokens)) // [layer][head][query][key]
	words := make([]string, len(story.Tokens))
	for i, id := range story.Tokens {
		words[i] = pieces.Piece(id)
	}
	maps := must(viz.NewAttention(weights, words, words))
	write("attention.html", viz.Page("A story", maps))
	write("attention.png", string(must(maps.Head(2, 2)).PNG()))
}

func write(name, content string) {
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		log.Fatal(err)
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return x
}
