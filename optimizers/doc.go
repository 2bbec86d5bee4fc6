// Package optimizers turns gradients into new parameters: SGD, Adam and AdamW
// with clipping, schedules, decay, freezing and rates by path, and accumulation.
//
// An optimizer is a chain of small transforms. What the gradient g of a
// parameter w has become at the chain's end, the update u, is subtracted:
//
//	w ← w - (Descent ∘ … ∘ Transform ∘ Transform)(g)
//
//	o := optimizers.NewAdamW(3e-4)
//	o.WeightDecay = 0.1
//	o.DecayOnly = optimizers.Matrices
//	o.Schedule = optimizers.Cosine(2000, 100000, 0.1)
//	o.Before(optimizers.NewClipNorm(1))
//	...
//	err := o.Update(store, machine.Gradients())
//
// The named optimizers have their links' settings as fields; NewChain makes a
// chain of one's own. Each is a gorgonia.Solver too.
//
// A step is all or nothing: a setting out of range, a gradient of another shape
// or one that is not finite is an error that names it, and nothing has changed.
// All links see a piece of a parameter while it is in the cache, so that a step
// reads and writes memory once, whatever the chain; only a norm must read the
// gradients before. Pieces and sums do not depend on the number of workers, so
// neither do the bits. A steady step allocates nothing.
package optimizers

import (
	// Gorgonia's tensors panic at start on today's Go without this version.
	_ "go4.org/unsafe/assume-no-moving-gc"
)
