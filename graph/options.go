package graph

import "fmt"

// Options says how a drawing is run. The zero value evaluates in float32.
type Options struct {
	Training   bool      // dropout drops
	Precision  Precision // of matrix products
	Seed       uint64    // of everything random while running
	Keep       []string  // labels (Node.As) to be readable beside the outputs
	Accumulate bool      // gradients of several runs add up until Gradients.Zero
	CheckNaN   bool      // a NaN ends the run with an error that names its node

	// For a Function: how many compiled shapes it remembers (0: 16), and how
	// many runs may be under way at once (0: 1).
	Programs int
	Machines int

	poison bool // tests: fill freed memory with NaN
}

// Precision is what matrix products compute in. Sums, reductions and weights
// are float32 in every precision.
type Precision int

// Float32 is the only precision there is yet; it is also the exact one.
const Float32 Precision = 0

// String is the constant's name.
func (p Precision) String() string {
	if p == Float32 {
		return "Float32"
	}
	return fmt.Sprintf("Precision(%d)", int(p))
}

func (o Options) check() error {
	switch {
	case o.Precision != Float32:
		return fmt.Errorf("options: precision %v is not supported: want Float32", o.Precision)
	case o.Programs < 0:
		return fmt.Errorf("options: %d programs: want 0 or more", o.Programs)
	case o.Machines < 0:
		return fmt.Errorf("options: %d machines: want 0 or more", o.Machines)
	}
	return nil
}
