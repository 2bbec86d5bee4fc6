// Package attention lets positions look at each other:
//
//	softmax(q·kᵀ/√d + mask)·v
//
//	q     [batch, heads, query, d]
//	k, v  [batch, kvHeads, key, d]
//	mask  broadcast to [batch, heads, query, key]; true = may be seen
//
// MultiHead is the part; DotProduct is the formula by itself. Formula has it with any
// Score and any Normaliser, and Composed in heads; Linear is in linear time. Masks are
// nodes, made of Places, and combine with And and Or. A Position tells queries and
// keys, or the embeddings, where they stand. A Cache keeps keys and values between the
// runs of a decoder. docs/attention.md has a table of all forms to choose from.
package attention
