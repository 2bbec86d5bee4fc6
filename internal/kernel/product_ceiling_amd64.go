//go:build !noasm

package kernel

import "unsafe"

// ProductCeiling has every worker of a team multiply and add as fast as the level
// can, with loads from the first cache: what no float32 product can exceed. It
// answers how many operations there were, in the time that the caller measures.
func ProductCeiling(t *Team, steps int) float64 {
	l := current
	if l == plain {
		return 0
	}
	x := make([]float32, 256)
	t.For(t.Workers(), 1, func(*Worker, int, int) {
		ceiling(l, steps, unsafe.Pointer(&x[0]), unsafe.Pointer(&x[128]))
	})
	return 2 * float64(t.Workers()) * float64(l.rows()) * float64(2*l.lanes()) * float64(steps)
}
