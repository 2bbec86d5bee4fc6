package optimizers

import (
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/weights"
)

// addAbsent makes targets of the parameters that have a gradient in an earlier
// micro-batch and none in this one, at which the sums are used. A nil store has
// none of them.
func (c *Chain) addAbsent(store *weights.Store) error {
	if a := c.accumulate(); a == nil || !a.ends() {
		return nil
	}
	for path, s := range c.known {
		_, summed := s.slots[sumSlot]
		s.owed = summed && !s.fresh && !(c.Frozen != nil && c.Frozen(path, s.shape))
	}
	for i := range c.target {
		if s := c.known[c.target[i].path]; s != nil {
			s.owed = false
		}
	}
	var paths []string // sorted, as norms are summed in this order
	for path, s := range c.known {
		if s.owed {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := c.aimAbsent(store, path); err != nil {
			return fmt.Errorf("%q has a gradient in an earlier micro-batch, none in this, which acts, and %w", path, err)
		}
	}
	return nil
}

func (c *Chain) aimAbsent(store *weights.Store, path string) error {
	if store == nil {
		return fmt.Errorf("no value is given for it")
	}
	c.target, c.plan = append(c.target, target{}), nil
	last := len(c.target) - 1
	if err := c.aim(last, store, path); err != nil {
		return err
	}
	c.target[last].absent = true
	return nil
}

// accumulate is the chain's link of that kind, nil if it has none.
func (c *Chain) accumulate() *Accumulate {
	for _, l := range c.links {
		if a, _ := l.(*Accumulate); a != nil {
			return a
		}
	}
	return nil
}
