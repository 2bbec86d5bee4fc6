// Command architecture trains a layer and a loss of one's own, end to end: in a
// row of digits each position is to tell whether a 7 has been seen so far.
package main

import (
	"fmt"
	"log"
	"math/rand/v2"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// Sum lets each position add up what those before it have said.
type Sum struct{ Value, Output *layers.Linear }

// Forward keeps the shape of x [batch, seq, hidden].
func (l *Sum) Forward(x *graph.Node) *graph.Node {
	return x.Add(l.Output.Forward(l.Value.Forward(x).SiLU().CumSum(1)).Tanh())
}

// focal is −(1−p)²·log p (Lin et al. 2017, equation 4 with γ = 2), a mean.
func focal(logits, labels *graph.Node) *graph.Node {
	logp := logits.LogSoftmax(-1).GatherElements(labels.Unsqueeze(2), 2) // [batch, seq, 1]
	return logp.Exp().Neg().Shift(1).Square().Mul(logp).Mean().Neg()
}

func draw(s *graph.Scope, in graph.Inputs) graph.Outputs {
	digits := in.Get("digits")                                                                            // [batch, seq]
	seen := digits.Equal(s.Whole(7)).Cast(tensor.Float32).CumSum(1).Greater(s.Number(0)).Cast(tensor.Int) // [batch, seq]
	x := layers.NewEmbedding(s.In("digit"), 10, 16).Forward(digits)                                       // [batch, seq, hidden]
	sum := Sum{layers.NewLinear(s.In("sum", "value"), 16, 16), layers.NewLinear(s.In("sum", "output"), 16, 16)}
	logits := layers.NewLinear(s.In("answer"), 16, 2).Forward(sum.Forward(x)) // [batch, seq, 2]
	s.Graph().Minimize(focal(logits, seen), nil)
	return graph.Outputs{"right": logits.ArgMax(-1).Equal(seen).Cast(tensor.Float32).Mean()}
}

func main() {
	store := weights.New(1)
	f, err := graph.NewFunction(store, graph.Options{Training: true}, draw)
	digits := tensor.New(tensor.WithShape(32, 12), tensor.Of(tensor.Int))
	o, random, right := optimizers.NewAdamW(0.01), rand.New(rand.NewPCG(1, 1)), float32(0)
	for step := 0; step < 400 && err == nil; step++ {
		for i := range digits.Ints() {
			digits.Ints()[i] = random.IntN(10)
		}
		out, failed := f.Run(graph.Values{"digits": digits})
		if err = failed; err == nil {
			right, err = out["right"].Data().(float32), o.Update(store, f.Gradients())
		}
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("more than 99 of 100 answers are right:", right > 0.99)
}
