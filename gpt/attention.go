package gpt

import (
	"fmt"
	"strconv"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/transformer"
)

// Attention is how much each token of a text looks at each before it and at
// itself: weights [layer][head][query][key], after the softmax, each row of which
// sums to 1. There may be as many ids as the model was made for.
func (m *Model) Attention(ids []int) ([][][][]float32, error) {
	f := m.Config.facts()
	if len(ids) < 1 || len(ids) > f.longest {
		return nil, fmt.Errorf("attention: %d tokens: want 1 to %d, which the model was made for", len(ids), f.longest)
	}
	layers := 0
	look, err := graph.NewFunction(m.Store, graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		d := m.Config.Draw(s)
		seen := watch(stackOf(d))
		outputs := graph.Outputs{"hidden": d.Forward(in.Get("ids"))}
		for i, w := range *seen {
			outputs[strconv.Itoa(i)] = w // [1, heads, query, key]
		}
		layers = len(*seen)
		return outputs
	})
	if err != nil {
		return nil, err
	}
	out, err := look.Run(graph.Values{"ids": whole(ids, 1, len(ids))})
	if err != nil {
		return nil, fmt.Errorf("attention: %w", err)
	}
	weights := make([][][][]float32, layers)
	for i := range weights {
		weights[i] = tables(out[strconv.Itoa(i)].Float32s(), len(ids))
	}
	return weights, nil
}

func stackOf(d Decoder) *transformer.Encoder {
	switch d := d.(type) {
	case *GPT2:
		return d.Stack
	case *Llama:
		return d.Stack
	}
	panic(fmt.Sprintf("gpt: a %T has no stack", d))
}

// watch makes each layer of a stack tell its weights when it is drawn.
func watch(stack *transformer.Encoder) *[]*graph.Node {
	seen := new([]*graph.Node)
	for _, l := range stack.Layers {
		l.AroundAttention = watched{l.AroundAttention, l.Attention, seen}
	}
	return seen
}

// watched is the residual of self-attention, whose weights it keeps.
type watched struct {
	transformer.Residual
	attention *attention.MultiHead
	seen      *[]*graph.Node
}

func (w watched) Forward(x *graph.Node, part func(x *graph.Node) *graph.Node) *graph.Node {
	return w.Residual.Forward(x, func(x *graph.Node) *graph.Node {
		*w.seen = append(*w.seen, w.attention.Weights(x, x, nil))
		return part(x)
	})
}

// tables cuts numbers into [heads][seq][seq].
func tables(numbers []float32, seq int) [][][]float32 {
	heads := make([][][]float32, len(numbers)/(seq*seq))
	for h := range heads {
		heads[h] = make([][]float32, seq)
		for q := range heads[h] {
			heads[h][q], numbers = numbers[:seq:seq], numbers[seq:]
		}
	}
	return heads
}
