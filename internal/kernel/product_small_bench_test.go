package kernel

import (
	"fmt"
	"testing"
)

// small are the products of a training step of a small GPT: 768 rows of 128, and
// its layers' forward, gradient of x and gradient of the weights.
func small() (bs []batch) {
	const rows = 768
	for _, l := range [][2]int{{128, 384}, {128, 128}, {128, 512}, {512, 128}, {128, 65}} {
		in, out := l[0], l[1]
		bs = append(bs, batch{shape{rows, out, in, false, true}, 1}, batch{shape{rows, in, out, false, false}, 1},
			batch{shape{out, in, rows, true, false}, 1})
	}
	return bs
}

// BenchmarkSmallProduct is BenchmarkProduct for those.
func BenchmarkSmallProduct(b *testing.B) {
	was := current
	defer func() { current = was }()
	for _, l := range levels()[1:] {
		current = l
		for workers := 1; workers <= 2; workers++ {
			team := NewTeam(workers)
			for _, s := range small() {
				b.Run(fmt.Sprintf("%v/%d/%v", l, workers, s.shape), func(b *testing.B) { benchmarkProduct(b, team, s) })
			}
			team.Close()
		}
	}
}
