package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
)

// config is GPT-2's layout in the sizes of a recipe.
func (r *recipe) config(vocab int) *gpt.GPT2Config {
	c := gpt.GPT2Small()
	c.VocabSize, c.NPositions = vocab, r.Block
	c.NLayer, c.NHead, c.NEmbd = r.Layers, r.Heads, r.Width
	c.ActivationFunction = r.Activation
	c.InitializerRange = r.begin()
	c.EmbdPdrop, c.AttnPdrop, c.ResidPdrop = r.Dropout, r.Dropout, r.Dropout
	c.BosTokenID, c.EosTokenID = json.RawMessage("null"), json.RawMessage("null")
	return c
}

// begin is the standard deviation of weights at first. GPT-2's 0.02 is of 768
// inputs: with fewer the sums over them are as large if the weights are larger.
func (r *recipe) begin() float64 {
	if r.Init > 0 {
		return r.Init
	}
	return 0.02 * math.Sqrt(768/float64(r.Width))
}

// optimizer is AdamW as nanoGPT has it: matrices decay, the rate rises along a
// line and falls along half a cosine, and the norm of all gradients is clipped.
func (r *recipe) optimizer() *optimizers.AdamW {
	o := optimizers.NewAdamW(r.LR)
	o.Beta1, o.Beta2 = r.Betas[0], r.Betas[1]
	o.WeightDecay, o.DecayOnly = r.WeightDecay, optimizers.Matrices
	o.Schedule = optimizers.Cosine(r.Warmup, r.Steps, r.MinLR/r.LR)
	if r.Clip > 0 {
		o.Before(optimizers.NewClipNorm(r.Clip))
	}
	if !r.Bias {
		o.Frozen = optimizers.Paths("*.bias") // they begin as 0
	}
	return o
}

// feed makes the values of batches for a model of package gpt.
func feed(b data.Batches) func(i int) (graph.Values, error) {
	batch := new(data.Batch)
	var values graph.Values
	return func(i int) (graph.Values, error) {
		if err := b.Fill(batch, i); err != nil {
			return nil, err
		}
		if values == nil { // the batch keeps its memory
			shape := tensor.WithShape(batch.Rows, batch.Block)
			values = graph.Values{
				"ids":    tensor.New(shape, tensor.WithBacking(batch.X)), // [batch, seq]
				"labels": tensor.New(shape, tensor.WithBacking(batch.Y)), // [batch, seq]
			}
		}
		return values, nil
	}
}

// validation is the mean loss over all tokens of a text but the first.
func validation(m *gpt.Model, text data.Tokens, block int, p graph.Precision) (*train.Validation, error) {
	const rows = 32
	blocks, err := data.NewSequentialBlocks(text, rows, block)
	if err != nil {
		return nil, err
	}
	f, err := m.Evaluation(graph.Options{Precision: p})
	if err != nil {
		return nil, err
	}
	return &train.Validation{Function: f, Batches: blocks.Steps(), Batch: feed(blocks)}, nil
}

// loss is that of validation, at once.
func loss(ctx context.Context, m *gpt.Model, text data.Tokens, block int, p graph.Precision) (float64, error) {
	v, err := validation(m, text, block, p)
	if err != nil {
		return 0, err
	}
	return v.Loss(ctx)
}

// parameters is how many numbers a model has learned.
func parameters(m *gpt.Model) (n int) {
	for _, path := range m.Store.Paths() {
		e, _ := m.Store.Entry(path)
		if size := e.Value(); size != nil {
			n += size.DataSize()
		}
	}
	return n
}

// counted is a number of things: 1 layer, 2 layers.
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// short is a number of parameters or characters as people say it.
func short(n int) string {
	switch {
	case n >= 1e7:
		return fmt.Sprintf("%.0f million", float64(n)/1e6)
	case n >= 1e6:
		return fmt.Sprintf("%.1f million", float64(n)/1e6)
	case n >= 1e4:
		return fmt.Sprintf("%.0f thousand", float64(n)/1e3)
	}
	return fmt.Sprint(n)
}
