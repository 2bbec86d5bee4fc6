package optimizers

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// Optimizer is what every optimizer of this package does.
type Optimizer interface {
	// Step updates values in place by their gradients, which it then sets to zero,
	// as Gorgonia's own solvers do.
	gorgonia.Solver

	// Update takes one step on the parameters of store that have a gradient. An
	// error leaves them, and all state, as they were.
	Update(store *weights.Store, g Gradients) error

	// Steps counts how often the parameters were updated.
	Steps() int

	// Save puts the state between two steps into a store.
	Save(to *weights.Store) error

	// Load takes the state from a store: the steps that follow have the bits they
	// would have had.
	Load(from *weights.Store) error
}

// Gradients lists the gradients of parameters by path; graph.Gradients do.
type Gradients interface {
	Len() int               // the number of parameters
	Path(i int) string      // of the i-th
	At(i int) *tensor.Dense // its gradient, of its shape and dtype
}

var (
	_ Optimizer = (*SGD)(nil)
	_ Optimizer = (*Adam)(nil)
	_ Optimizer = (*AdamW)(nil)
	_ Optimizer = (*Chain)(nil)
)
