package attention

import (
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/weights"
)

// PruneHeads is a copy of a store in which the MultiHead at path, of so many heads,
// has lost some (Michel et al. 2019, §2.3): rows of query, key and value and columns
// of output are gone, and the model is smaller and faster. Draw it with
// NewWideMultiHead and the heads that are left; the answers are those of a HeadGate
// that is 0 for what was removed. Bytes and dtypes of everything else stay.
func PruneHeads(from *weights.Store, path string, heads int, remove ...int) (*weights.Store, error) {
	keep, err := kept(heads, remove)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	axes := map[string]int{}
	for _, part := range []string{"query", "key", "value"} {
		axes[path+"."+part+".weight"], axes[path+"."+part+".bias"] = 0, 0
	}
	axes[path+".output.weight"] = 1
	for _, part := range []string{"query", "key", "value", "output"} {
		if _, ok := from.Entry(path + "." + part + ".weight"); !ok {
			return nil, fmt.Errorf("%s: the store has no %s.weight: want a MultiHead's path", path, part)
		}
	}
	from.BeginRead()
	defer from.EndRead()
	to := weights.New(from.Seed())
	for _, p := range from.Paths() {
		e, _ := from.Entry(p)
		shape, raw := e.Shape(), e.Bytes()
		if axis, ok := axes[p]; ok {
			if shape[axis]%heads != 0 {
				return nil, fmt.Errorf("%s %v: axis %d is no multiple of %d heads", p, shape, axis, heads)
			}
			raw, shape = takeHeads(raw, shape, axis, heads, keep)
		}
		if err := to.PutBytes(p, e.Dtype(), slices.Clone(raw), shape...); err != nil {
			return nil, err
		}
	}
	for key, value := range from.Metadata() {
		to.SetMetadata(key, value)
	}
	return to, nil
}

// kept are the heads that are left.
func kept(heads int, remove []int) ([]int, error) {
	var keep []int
	for h := range heads {
		if !slices.Contains(remove, h) {
			keep = append(keep, h)
		}
	}
	for i, h := range remove {
		if h < 0 || h >= heads || slices.Contains(remove[:i], h) {
			return nil, fmt.Errorf("remove head %d of %d: want each once, from 0 to %d", h, heads, heads-1)
		}
	}
	if len(keep) == 0 {
		return nil, fmt.Errorf("remove all of %d heads: want one left", heads)
	}
	return keep, nil
}

// takeHeads are the bytes of the heads of an array that lie along an axis.
func takeHeads(raw []byte, shape []int, axis, heads int, keep []int) ([]byte, []int) {
	outer := 1
	for _, n := range shape[:axis] {
		outer *= n
	}
	size := len(raw) / outer / heads // of one head in one row, in bytes
	taken := make([]byte, 0, outer*size*len(keep))
	for o := range outer {
		for _, h := range keep {
			taken = append(taken, raw[(o*heads+h)*size:][:size]...)
		}
	}
	shape[axis] = shape[axis] / heads * len(keep)
	return taken, shape
}
