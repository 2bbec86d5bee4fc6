package attention

import "github.com/gaze-ml/gaze/graph"

// Prefix is the mask of a prefix language model (Raffel et al. 2020, T5, figure 3):
// the first length positions are seen by all, the others by none before them.
// length is a whole number, or one for each row, [batch, 1, 1, 1]. The mask is
// [query, key], or [batch, 1, query, key].
//
// While decoding, the mask is made of Cache's Places, Causal is false, and the first
// run has the whole prefix.
func Prefix(p Places, length *graph.Node) *graph.Node { return p.Causal().Or(p.Key.Less(length)) }
