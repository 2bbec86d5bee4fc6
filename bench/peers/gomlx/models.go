package main

import (
	"fmt"

	"github.com/gomlx/gomlx/backends"
	"github.com/gomlx/gomlx/pkg/core/graph"
	"github.com/gomlx/gomlx/pkg/core/tensors"
	"github.com/gomlx/gomlx/pkg/ml/context"
	"github.com/gomlx/gomlx/pkg/ml/layers/activations"
	"github.com/gomlx/gomlx/pkg/ml/train/losses"
	"github.com/gomlx/gomlx/pkg/ml/train/optimizers"

	"github.com/gaze-ml/gaze/bench/internal/cases"
)

// runner runs a compiled graph.
type runner func(in []any) []*tensors.Tensor

func cut(z cases.Size) heads { return heads{z.Batch, z.Seq, z.Heads, z.Hidden} }

// forwardBERT is hidden states and the pooled first one.
func forwardBERT(b backends.Backend, ctx *context.Context, w given, z cases.Size) runner {
	draw := func(ctx *context.Context, ids, segments *graph.Node) (hidden, pooled *graph.Node) {
		d, h := drawing{ctx, ids.Graph(), w}, cut(z)
		x := graph.Add(d.rows("embeddings.word.weight", ids, z.Hidden), d.rows("embeddings.segment.weight", segments, z.Hidden))
		x = d.norm(graph.Add(x, d.positions("embeddings.position.weight", h)), "embeddings.norm")
		for i := range z.Layers {
			x = d.encoderLayer(x, fmt.Sprintf("encoder.layer.%d.", i), h)
		}
		hidden = graph.Reshape(x, z.Batch, z.Seq, z.Hidden)
		first := graph.Reshape(graph.Slice(hidden, graph.AxisRange(), graph.AxisRange(0, 1)), z.Batch, z.Hidden)
		return hidden, graph.Tanh(d.linear(first, "pooler"))
	}
	e := context.MustNewExec(b, ctx, draw)
	return func(in []any) []*tensors.Tensor { return e.MustExec(in...) }
}

func (d drawing) encoderLayer(x *graph.Node, at string, h heads) *graph.Node {
	a := at + "attention."
	y := h.attend(d.linear(x, a+"query"), d.linear(x, a+"key"), d.linear(x, a+"value"), false)
	x = d.norm(graph.Add(x, d.linear(y, a+"output")), at+"attention_norm")
	y = d.linear(activations.Gelu(d.linear(x, at+"feed_forward.up")), at+"feed_forward.down")
	return d.norm(graph.Add(x, y), at+"feed_forward_norm")
}

// trainCharGPT is a step of training, and its loss.
func trainCharGPT(b backends.Backend, ctx *context.Context, w given, z cases.Size) runner {
	draw := func(ctx *context.Context, ids, labels *graph.Node) *graph.Node {
		g := ids.Graph()
		ctx.SetTraining(g, true)
		d, h := drawing{ctx, g, w}, cut(z)
		x := graph.Add(d.rows("transformer.wte.weight", ids, z.Hidden), d.positions("transformer.wpe.weight", h))
		for i := range z.Layers {
			x = d.block(x, fmt.Sprintf("transformer.h.%d.", i), h)
		}
		logits := timesTransposed(d.norm(x, "transformer.ln_f"), d.param("transformer.wte.weight"))
		labels = graph.Reshape(labels, z.Batch*z.Seq, 1)
		each := losses.SparseCategoricalCrossEntropyLogits([]*graph.Node{labels}, []*graph.Node{logits})
		loss := graph.ReduceAllMean(each)
		optimizers.Adam().LearningRate(cases.LearningRate).WeightDecay(cases.WeightDecay).Done().UpdateGraph(ctx, g, loss)
		return loss
	}
	e := context.MustNewExec(b, ctx, draw)
	return func(in []any) []*tensors.Tensor { return e.MustExec(in...) }
}

func (d drawing) block(x *graph.Node, at string, h heads) *graph.Node {
	y := d.norm(x, at+"ln_1")
	a := at + "attn.c_attn."
	y = h.attend(d.linear(y, a+"query"), d.linear(y, a+"key"), d.linear(y, a+"value"), true)
	x = graph.Add(x, d.linear(y, at+"attn.c_proj"))
	y = activations.Gelu(d.linear(d.norm(x, at+"ln_2"), at+"mlp.c_fc"))
	return graph.Add(x, d.linear(y, at+"mlp.c_proj"))
}
