// Package weights is the store of a model's parameters: path → value.
//
// A store is either new, and then fills what is declared on it from
// (seed, path), or opened from a checkpoint, and then hands out what the file
// holds. An entry is a dtype, a shape, bytes and a version; the bytes stay in
// the mapped file where they can be computed with as they are, and the file's
// dtype survives from Open to Save.
//
//	s, err := weights.Open("bert-base-uncased")
//	e, err := s.Declare("pooler.dense.weight", tensor.Float32, nil, 768, 768)
//	...
//	err = s.Check()            // missing, mis-shaped and unexpected, in one list
//	err = s.Save("model.safetensors")
//
// Reading is shared (BeginRead, EndRead), writing excludes it (Update), so
// whoever reads sees whole steps. Linear weights are [out, in].
package weights

import (
	// Gorgonia's tensors panic at start on today's Go without this version.
	_ "go4.org/unsafe/assume-no-moving-gc"
)
