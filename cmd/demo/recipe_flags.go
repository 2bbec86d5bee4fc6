package main

import "github.com/spf13/cobra"

// flags makes each field of the recipe a flag, whose default is its value.
func (r *recipe) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&r.Data, "data", r.Data, "UTF-8 text: a `file`, or a folder of *.txt files (default: the embedded Tiny Shakespeare)")
	f.StringVar(&r.Vocabulary, "vocabulary", r.Vocabulary, "what a token is: char or byte")
	f.Float64Var(&r.Split, "split", r.Split, "share of the text to train on; the rest, its end, is for validation")

	f.IntVar(&r.Layers, "layers", r.Layers, "Transformer layers")
	f.IntVar(&r.Heads, "heads", r.Heads, "attention heads of a layer, a divisor of --width")
	f.IntVar(&r.Width, "width", r.Width, "numbers that stand for a token")
	f.IntVar(&r.Block, "block", r.Block, "tokens that the model sees at once")
	f.BoolVar(&r.Bias, "bias", r.Bias, "train biases; without, they stay 0")
	f.StringVar(&r.Activation, "activation", r.Activation, "of the feed-forward: gelu_new, gelu, relu or silu")
	f.Float64Var(&r.Init, "init", r.Init, "standard deviation of weights as they begin; 0: GPT-2's for the width, 0.02·√(768/width)")
	f.Float64Var(&r.Dropout, "dropout", r.Dropout, "of embeddings, attention and what layers add")

	f.IntVar(&r.Batch, "batch", r.Batch, "blocks in a batch")
	f.IntVar(&r.Accumulate, "accumulate", r.Accumulate, "batches in a step")
	f.IntVar(&r.Steps, "steps", r.Steps, "steps of the whole run")
	f.Uint64Var(&r.Seed, "seed", r.Seed, "of weights, batches and dropout: the same seed gives the same bits")
	f.StringVar(&r.Precision, "precision", r.Precision, precisionHelp(trainable))

	f.Float64Var(&r.LR, "lr", r.LR, "highest learning rate, of AdamW")
	f.Float64Var(&r.MinLR, "min-lr", r.MinLR, "learning rate at the end, along a cosine")
	f.IntVar(&r.Warmup, "warmup", r.Warmup, "steps until --lr is reached, at most --steps")
	f.Float64SliceVar(&r.Betas, "betas", r.Betas, "decay of AdamW's two moments, as `first,second`")
	f.Float64Var(&r.WeightDecay, "weight-decay", r.WeightDecay, "of matrices; biases and norms do not decay")
	f.Float64Var(&r.Clip, "clip", r.Clip, "greatest norm of all gradients; 0 is none")

	f.IntVar(&r.EvalEvery, "eval-every", r.EvalEvery, "steps between validations; 0: only at the end")
	f.IntVar(&r.SaveEvery, "save-every", r.SaveEvery, "steps between checkpoints; 0: at the end, and when validation is best")
	f.IntVar(&r.Patience, "patience", r.Patience, "stop after as many validations that are no better; 0: never")

	f.Lookup("betas").DefValue = "0.9,0.99" // pflag would write 0.900000
	must(c.MarkFlagFilename("data"))
	choices(c, "vocabulary", characterwise, bytewise)
	choices(c, "precision", precisionNames(trainable)...)
	choices(c, "activation", "gelu_new", "gelu", "relu", "silu")
}
