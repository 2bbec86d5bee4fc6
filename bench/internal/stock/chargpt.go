package stock

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bench/internal/cases"
)

// forward is the loss of the model on rows of the batch, laid end to end.
func forward(d *drawing, z cases.Size, inputs map[string]*tensor.Dense) *gorgonia.Node {
	ids, places := d.ints("ids", inputs["ids"]), d.ints("places", inputs["places"])
	words := d.param("transformer.wte.weight")
	x := d.note(gorgonia.ByIndices(words, ids, 0)) // [batch·seq, hidden]
	x = d.note(gorgonia.Add(x, d.note(gorgonia.ByIndices(d.param("transformer.wpe.weight"), places, 0))))
	mask := d.input("mask", inputs["mask"]) // [1, seq, seq]
	for i := range z.Layers {
		at := fmt.Sprintf("transformer.h.%d.", i)
		a := d.attention(d.norm(x, at+"ln_1"), mask, at+"attn.", z)
		x = d.note(gorgonia.Add(x, a))
		h := d.gelu(d.linear(d.norm(x, at+"ln_2"), at+"mlp.c_fc")) // [batch·seq, intermediate]
		x = d.note(gorgonia.Add(x, d.linear(h, at+"mlp.c_proj")))
	}
	logits := d.timesTransposed(d.norm(x, "transformer.ln_f"), words) // [batch·seq, vocab]
	return d.crossEntropy(logits, d.input("oneHot", inputs["oneHot"]))
}

func (d *drawing) attention(x, mask *gorgonia.Node, at string, z cases.Size) *gorgonia.Node {
	width := z.Hidden / z.Heads
	heads := func(name string) *gorgonia.Node {
		y := d.reshape(d.linear(x, at+"c_attn."+name), z.Batch, z.Seq, z.Heads, width)
		y = d.note(gorgonia.Transpose(y, 0, 2, 1, 3))
		return d.reshape(y, z.Batch*z.Heads, z.Seq, width) // [batch·heads, seq, d]
	}
	scores := d.note(gorgonia.BatchedMatMul(heads("query"), heads("key"), false, true))
	scores = d.scale(scores, 1/math.Sqrt(float64(width))) // [batch·heads, query, key]
	scores = d.note(gorgonia.BroadcastAdd(scores, mask, nil, []byte{0}))
	scores = d.reshape(scores, z.Batch*z.Heads*z.Seq, z.Seq)
	weights := d.reshape(d.note(gorgonia.SoftMax(scores, 1)), z.Batch*z.Heads, z.Seq, z.Seq)
	y := d.note(gorgonia.BatchedMatMul(weights, heads("value"))) // [batch·heads, seq, d]
	y = d.note(gorgonia.Transpose(d.reshape(y, z.Batch, z.Heads, z.Seq, width), 0, 2, 1, 3))
	return d.linear(d.reshape(y, z.Batch*z.Seq, z.Hidden), at+"c_proj")
}

func (d *drawing) ints(name string, value *tensor.Dense) *gorgonia.Node {
	return gorgonia.NewVector(d.graph, tensor.Int, gorgonia.WithShape(value.Shape()...),
		gorgonia.WithName(name), gorgonia.WithValue(value))
}

func (d *drawing) input(name string, value *tensor.Dense) *gorgonia.Node {
	return gorgonia.NewTensor(d.graph, gorgonia.Float32, value.Dims(), gorgonia.WithShape(value.Shape()...),
		gorgonia.WithName(name), gorgonia.WithValue(value))
}

// tensors are the inputs in the forms that the drawing needs: ids and places are
// [batch·seq], oneHot is [batch·seq, vocab], mask is [1, seq, seq], −1e9 where a
// position is later.
func tensors(c cases.Case) map[string]*tensor.Dense {
	z, numbers := c.Size, map[string][]int64{}
	for _, n := range c.Inputs() {
		numbers[n.Name] = n.Numbers()
	}
	rows := z.Batch * z.Seq
	ids, places, oneHot := make([]int, rows), make([]int, rows), make([]float32, rows*z.Vocab)
	for i := range rows {
		ids[i], places[i] = int(numbers["ids"][i]), i%z.Seq
		oneHot[i*z.Vocab+int(numbers["labels"][i])] = 1
	}
	mask := make([]float32, z.Seq*z.Seq)
	for i := range mask {
		if i%z.Seq > i/z.Seq {
			mask[i] = -1e9
		}
	}
	return map[string]*tensor.Dense{
		"ids":    tensor.New(tensor.WithBacking(ids)),
		"places": tensor.New(tensor.WithBacking(places)),
		"oneHot": tensor.New(tensor.WithShape(rows, z.Vocab), tensor.WithBacking(oneHot)),
		"mask":   tensor.New(tensor.WithShape(1, z.Seq, z.Seq), tensor.WithBacking(mask)),
	}
}
