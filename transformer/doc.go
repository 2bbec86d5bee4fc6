// Package transformer stacks attention and feed-forward (Vaswani et al. 2017).
//
// A layer is its parts and what is around them: PostNorm or PreNorm. Encoder and
// Decoder are stacks of layers; an Encoder whose attention is causal is a
// decoder-only model. A Config builds them with default names and sizes; a model
// with names or parts of its own writes the same structs as literals.
//
// Axes:
//
//	x       [batch, seq, hidden]
//	memory  [batch, key, hidden]
//	mask    broadcast to [batch, heads, query, key]; true = may be seen
package transformer
