package kernel

import "iter"

// lengths are from 0 to most. The race detector, which has nothing to find where
// one goroutine runs, sees all up to 70 and then some: what comes of each length
// is tested without it.
func lengths(most int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 0; n <= most; n++ {
			if underRace && n > 70 && n%13 != most%13 {
				continue
			}
			if !yield(n) {
				return
			}
		}
	}
}
