// Package kernel holds the loops over slices that everything else runs on, and
// the team of workers that shares them.
//
// A kernel works on plain slices in row-major order and returns no error: its
// callers have checked the shapes. Its doc comment is the loop it must equal.
// Work is cut into the same pieces whatever the number of workers, and sums are
// taken in one fixed order, so the bits of a result do not depend on how many
// cores computed it.
package kernel

// Float is what a kernel computes in.
type Float interface{ float32 | float64 }
