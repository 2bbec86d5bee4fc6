// Package attention lets positions look at each other:
//
//	softmax(q·kᵀ/√d + mask)·v
//
//	q     [batch, heads, query, d]
//	k, v  [batch, kvHeads, key, d]
//	mask  broadcast to [batch, heads, query, key]; true = may be seen
//
// MultiHead is the part; DotProduct is the formula by itself. Masks are nodes and
// combine with And. A Position tells queries and keys, or the embeddings, where
// they stand. A Cache keeps keys and values between the runs of a decoder.
package attention
