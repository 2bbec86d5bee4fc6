// Package gpt holds decoder-only language models, which continue a text: GPT-2
// and Llama, each in its own layout.
//
//	m, err := gpt.Load("gpt2")          // a folder: config.json, model.safetensors
//	d, err := m.Decoding(0)             // a generate.Stepper, with a cache
//	g := generate.Generator{Model: d, Decoder: …}
//	out, err := g.Generate(ctx, prompts)
//	err = m.Save("gpt2-tuned")          // transformers reads it
//
// A Config is what config.json says; a [GPT2] or a [Llama] is the struct of named
// parts that it draws; a [Model] is a Config and a store of weights. The names of
// parameters are Hugging Face's, letter for letter. Where a checkpoint keeps them
// in another way, tables say how they are read and written back: GPT-2's fused and
// transposed c_attn, and the names and rotary layout of Meta's Llama and llama2.c.
//
// Axes:
//
//	ids     [batch, seq]            whole numbers
//	hidden  [batch, seq, hidden]    what a decoder makes of them
//	logits  [batch, seq, vocab]     before softmax
package gpt
