// Package mallocs counts allocations, for tests of what must not allocate.
package mallocs

import (
	"math"
	"runtime"
)

// Fewest is how often runs calls of f allocate, on all goroutines, in the best of
// five rounds. What f allocates is in each of them; what Go itself wants now and
// then, to park a goroutine, to start a thread or after collecting garbage, is
// not, nor is the scratch memory of a worker that joins late. (Testing's own
// AllocsPerRun leaves one processor, and so no other worker.)
func Fewest(runs int, f func()) uint64 {
	fewest := uint64(math.MaxUint64)
	for range 5 {
		if fewest = min(fewest, count(runs, f)); fewest == 0 {
			break
		}
	}
	return fewest
}

func count(runs int, f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}
