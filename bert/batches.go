package bert

import (
	"math"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Batches groups texts of mixed lengths so that next to nothing is computed for
// padding: each batch is a list of their indices, to be given to Inputs together.
// A batch has at most as many positions as are given, padding included, unless it is
// one text; texts of one length are in the order in which they come.
//
// Of all ways to cut the texts, sorted by length, it is the one with the fewest
// positions, where a batch costs as much as 24 beside, which measured best; dynamic
// programming finds it.
func Batches(positions int, texts ...*tokenizer.Encoding) [][]int {
	const start = 24
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return texts[a].Len() - texts[b].Len() })
	cost, from := make([]int, len(order)+1), make([]int, len(order)+1)
	for end := 1; end <= len(order); end++ {
		longest := texts[order[end-1]].Len()
		cost[end] = math.MaxInt
		for begin := end - 1; begin >= 0; begin-- {
			n := (end - begin) * longest
			if n > positions && begin < end-1 {
				break
			}
			if c := cost[begin] + n + start; c < cost[end] {
				cost[end], from[end] = c, begin
			}
		}
	}
	var batches [][]int
	for end := len(order); end > 0; end = from[end] {
		batches = append(batches, order[from[end]:end:end])
	}
	return batches
}
