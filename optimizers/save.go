package optimizers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// What a saved state is made of: the chain's counters under stepsPath, and of each
// parameter its own counter and slots under slot.path, as in
// "exp_avg.encoder.layer.0.weight".
const (
	stepsPath = "steps"
	stepSlot  = "step"
)

// Save puts the state between two steps into a store: moments and the like in
// the parameter's dtype, counters as I64. Settings and schedules are not saved;
// Load it into a chain that was made alike.
func (c *Chain) Save(to *weights.Store) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to == nil {
		return fmt.Errorf("save optimizer: the store is nil")
	}
	links, err := place(c.links)
	if err != nil {
		return fmt.Errorf("save optimizer: %w", err)
	}
	if err := c.checkOld(to, links); err != nil {
		return fmt.Errorf("save optimizer: %w", err)
	}
	counters := c.counters()
	if err := to.PutInt64s(stepsPath, counters, len(counters)); err != nil {
		return fmt.Errorf("save optimizer: %w", err)
	}
	for _, path := range slices.Sorted(maps.Keys(c.known)) {
		if err := c.known[path].save(to, c.kept(links, c.known[path])); err != nil {
			return fmt.Errorf("save optimizer: %w", err)
		}
	}
	return nil
}

// counters are the steps and what Accumulate has gathered.
func (c *Chain) counters() []int64 {
	counters := []int64{int64(c.steps)}
	for _, l := range c.links {
		if a, ok := l.(*Accumulate); ok {
			counters = append(counters, int64(a.count))
		}
	}
	return counters
}

// kept are the slots that the links have for a parameter between steps: all that
// they name but a sum that is of an earlier cycle.
func (c *Chain) kept(links []link, s *state) (names []string) {
	a := c.accumulate()
	for _, l := range links {
		for _, name := range l.slots {
			if name != sumSlot || a == nil || a.count == 0 || !s.fresh {
				names = append(names, name)
			}
		}
	}
	return names
}

// checkOld refuses a store with slots of an earlier Save that would be taken for
// a part of the state.
func (c *Chain) checkOld(to *weights.Store, links []link) error {
	for _, full := range to.Paths() {
		slot, path, _ := strings.Cut(full, ".")
		if s := c.known[path]; s != nil && slot != stepSlot && !slices.Contains(c.kept(links, s), slot) {
			return fmt.Errorf("the store has %q, which is no part of the state: want another store", full)
		}
	}
	return nil
}

// save puts the slots of these names.
func (s *state) save(to *weights.Store, names []string) error {
	if len(s.slots) == 0 && s.steps == 0 {
		return nil
	}
	if err := to.PutInt64s(stepSlot+"."+s.path, []int64{int64(s.steps)}); err != nil {
		return err
	}
	for _, name := range names {
		if from, ok := s.slots[name]; ok {
			if err := put(to, name+"."+s.path, from, s.shape); err != nil {
				return err
			}
		}
	}
	return nil
}

func put(to *weights.Store, path string, from Floats, shape []int) error {
	dt := tensor.Float32
	if from.F64 != nil {
		dt = tensor.Float64
	}
	e, err := to.Declare(path, dt, nil, shape...)
	if err != nil {
		return err
	}
	return to.Update(func() error { set(Floats{e.Float32s(), e.Float64s()}, from); return nil })
}
