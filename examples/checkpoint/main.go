// Command checkpoint trains a model, stops, and goes on from the checkpoint, with
// the bits of a run left alone; then it loads what has come out.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/text/tokenizer"
	"github.com/gaze-ml/gaze/train"
)

// run trains a new model up to a step, or goes on with the one in the folder.
func run(folder string, steps int) train.Summary {
	config := gpt.GPT2Small()
	config.VocabSize, config.NPositions, config.NLayer, config.NHead, config.NEmbd = 256, 32, 1, 2, 32
	model := must(gpt.New(config, 1))
	tokens := must(data.EncodeText(corpora.TinyShakespeare(), tokenizer.Bytes{}))
	blocks := must(data.NewRandomBlocks(tokens, 4, 32, 1))
	t := train.Trainer{
		Function:  must(model.Training(graph.Options{Seed: 1})),
		Optimizer: optimizers.NewAdamW(3e-3),
		Source: func(step, _ int) (graph.Values, error) {
			var b data.Batch
			err := blocks.Fill(&b, step)
			shape := tensor.WithShape(b.Rows, b.Block)
			return graph.Values{"ids": tensor.New(shape, tensor.WithBacking(b.X)), "labels": tensor.New(shape, tensor.WithBacking(b.Y))}, err
		},
		Steps: steps,
		Checkpoints: train.Checkpoints{
			Folder: folder, Layouts: model.Layouts(), // the names that gpt.Load, and transformers, know
			Files: map[string][]byte{"config.json": must(config.MarshalJSON())},
		},
	}
	return must(t.Run(context.Background()))
}

func main() {
	folder := must(os.MkdirTemp("", "gaze"))
	defer os.RemoveAll(folder)
	first, then := run(folder, 20), run(folder, 40)
	fmt.Printf("up to step %d, then from %d to %d\n", first.Step, then.Resumed, then.Step)
	fmt.Println("loaded:", len(must(gpt.Load(then.Saved)).Store.Paths()), "parameters")
}

func must[T any](x T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return x
}
