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
//
// Heads that share a head of keys and values go on reading it, and one that nobody
// reads is gone, too. Where unequally many are left of such groups, their keys and
// values are repeated, as often as groups of one size need: of 4 heads with 2 of
// keys, without head 0, 3 heads with 3 of keys are left. How many they are is the
// number of rows of key.weight by d.
func PruneHeads(from *weights.Store, path string, heads int, remove ...int) (*weights.Store, error) {
	keep, err := kept(heads, remove)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	cuts, err := cutsOf(from, path, heads, keep)
	if err != nil {
		return nil, err
	}
	from.BeginRead()
	defer from.EndRead()
	to := weights.New(from.Seed())
	for _, p := range from.Paths() {
		e, _ := from.Entry(p)
		shape, raw := e.Shape(), e.Bytes()
		if cut, ok := cuts[p]; ok {
			if shape[cut.axis]%cut.heads != 0 {
				return nil, fmt.Errorf("%s %v: axis %d is no multiple of %d heads", p, shape, cut.axis, cut.heads)
			}
			raw, shape = cut.take(raw, shape)
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
