package graph

import "fmt"

// Options says how a drawing is run. The zero value evaluates in float32.
type Options struct {
	Training   bool      // dropout drops
	Precision  Precision // of matrix products; see Scope.SetPrecision
	Seed       uint64    // of everything random while running
	Keep       []string  // labels (Node.As) to be readable beside the outputs
	Accumulate bool      // gradients of several runs add up until Gradients.Zero
	CheckNaN   bool      // a NaN ends the run with an error that names its node

	// For a Function: how many compiled shapes it remembers (0: 16), and how
	// many runs may be under way at once (0: 1).
	Programs int
	Machines int

	poison       bool // tests: fill freed memory with NaN
	keepProducts bool // Deviations: results of products are readable after a run
}

func (o Options) check() error {
	switch {
	case !o.Precision.Known():
		return fmt.Errorf("options: %v is not supported: want Float32, BF16x3, BF16 or Int8", o.Precision)
	case o.Precision == Int8 && o.Training:
		return errInt8Trains
	case o.Programs < 0:
		return fmt.Errorf("options: %d programs: want 0 or more", o.Programs)
	case o.Machines < 0:
		return fmt.Errorf("options: %d machines: want 0 or more", o.Machines)
	}
	return nil
}
