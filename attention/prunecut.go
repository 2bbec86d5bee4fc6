package attention

import (
	"fmt"

	"github.com/gaze-ml/gaze/weights"
)

// headCut is what is kept of the heads that lie along an axis.
type headCut struct {
	axis, heads int
	keep        []int // of heads, in order
}

// cutsOf are those of the parameters of the MultiHead at path, of whose heads some are
// kept.
func cutsOf(from *weights.Store, path string, heads int, keep []int) (map[string]headCut, error) {
	rows := map[string]int{}
	for _, part := range []string{"query", "key", "value", "output"} {
		e, ok := from.Entry(path + "." + part + ".weight")
		if !ok || len(e.Shape()) != 2 {
			return nil, fmt.Errorf("%s: the store has no %s.weight: want a MultiHead's path", path, part)
		}
		rows[part] = e.Shape()[0]
	}
	d := rows["query"] / heads
	if d < 1 || rows["query"]%heads != 0 {
		return nil, fmt.Errorf("%s.query.weight: %d rows are no multiple of %d heads", path, rows["query"], heads)
	}
	kvHeads := rows["key"] / d
	if kvHeads < 1 || rows["key"]%d != 0 || heads%kvHeads != 0 {
		return nil, fmt.Errorf("%s.key.weight: %d rows: want heads of %d, and a divisor of %d of them", path, rows["key"], d, heads)
	}
	query, key := headCut{0, heads, keep}, headCut{0, kvHeads, keyHeadsLeft(keep, heads, kvHeads)}
	cuts := map[string]headCut{path + ".output.weight": {1, heads, keep}}
	for _, leaf := range []string{".weight", ".bias"} {
		cuts[path+".query"+leaf], cuts[path+".key"+leaf], cuts[path+".value"+leaf] = query, key, key
	}
	return cuts, nil
}

// keyHeadsLeft are the heads of keys for those of queries that are kept, such that head
// i of n reads head ⌊i·len/n⌋ of them, and as few as that allows.
func keyHeadsLeft(keep []int, heads, kvHeads int) []int {
	left := make([]int, kvHeads) // how many heads read each
	for _, h := range keep {
		left[h*kvHeads/heads]++
	}
	each := 0 // what divides all of them
	for _, n := range left {
		for a := n; a > 0; {
			each, a = a, each%a
		}
	}
	var keys []int
	for h, n := range left {
		for range n / each {
			keys = append(keys, h)
		}
	}
	return keys
}

// take are the bytes of the heads that are kept, and their shape.
func (c headCut) take(raw []byte, shape []int) ([]byte, []int) {
	outer := 1
	for _, n := range shape[:c.axis] {
		outer *= n
	}
	size := len(raw) / outer / c.heads // of one head in one row, in bytes
	taken := make([]byte, 0, outer*size*len(c.keep))
	for o := range outer {
		for _, h := range c.keep {
			taken = append(taken, raw[(o*c.heads+h)*size:][:size]...)
		}
	}
	shape[c.axis] = shape[c.axis] / c.heads * len(c.keep)
	return taken, shape
}
