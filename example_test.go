package gaze_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/viz"
	"github.com/gaze-ml/gaze/weights"
)

// The program of README.md. It writes attention.png.
func Example() {
	draw := func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		digits := in.Get("digits")                                      // [batch, seq]
		x := layers.NewEmbedding(s.In("digit"), 10, 32).Forward(digits) // [batch, seq, hidden]
		x = attention.NewLearned(s.In("place"), 8, 32).Forward(x, nil)
		head := attention.NewMultiHead(s.In("head"), 32, 1)
		logits := layers.NewLinear(s.In("output"), 32, 10).Forward(head.Forward(x, x, nil)) // [batch, seq, vocab]
		backwards := digits.SliceStep(1, 7, -9, -1)
		s.Graph().Minimize(losses.CrossEntropy{}.Forward(logits, backwards), nil)
		return graph.Outputs{"read": logits.ArgMax(-1), "weights": head.Weights(x, x, nil)}
	}
	store := weights.New(1)
	model := must(graph.NewFunction(store, graph.Options{Training: true}, draw))
	adam := optimizers.NewAdam(0.01)
	for step := range 100 {
		must(model.Run(graph.Values{"digits": random(step, 32, 8)}))
		check(adam.Update(store, model.Gradients()))
	}
	out := must(model.Run(graph.Values{"digits": row(3, 1, 4, 5, 9, 2, 6, 0)}))
	fmt.Println("read backwards:", out["read"].Data())
	picture := must(viz.NewHead(table(out["weights"]), names, names))
	check(os.WriteFile("attention.png", picture.PNG(), 0o666))
	// Output: read backwards: [0 6 2 9 5 4 1 3]
}

// names are the digits of row.
var names = []string{"3", "1", "4", "5", "9", "2", "6", "0"}

func row(digits ...int) *tensor.Dense {
	return tensor.New(tensor.WithShape(1, len(digits)), tensor.WithBacking(digits))
}

// random is digits [rows, seq], others at each step.
func random(step, rows, seq int) *tensor.Dense {
	r := rand.New(rand.NewPCG(1, uint64(step)))
	d := tensor.New(tensor.WithShape(rows, seq), tensor.Of(tensor.Int))
	for i := range d.Ints() {
		d.Ints()[i] = r.IntN(10)
	}
	return d
}

// table is weights [1, 1, query, key] as rows.
func table(w *tensor.Dense) [][]float32 {
	return slices.Collect(slices.Chunk(w.Float32s(), w.Shape()[3]))
}

func must[T any](x T, err error) T {
	check(err)
	return x
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
