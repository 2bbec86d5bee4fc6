package optimizers

import (
	"fmt"
	"maps"
	"slices"

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
	counters := c.counters()
	if err := to.PutInt64s(stepsPath, counters, len(counters)); err != nil {
		return fmt.Errorf("save optimizer: %w", err)
	}
	for _, path := range slices.Sorted(maps.Keys(c.known)) {
		if err := c.known[path].save(to); err != nil {
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

func (s *state) save(to *weights.Store) error {
	if len(s.slots) == 0 && s.steps == 0 {
		return nil
	}
	if err := to.PutInt64s(stepSlot+"."+s.path, []int64{int64(s.steps)}); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.slots)) {
		from, dt := s.slots[name], tensor.Float32
		if from.F64 != nil {
			dt = tensor.Float64
		}
		e, err := to.Declare(name+"."+s.path, dt, nil, s.shape...)
		if err != nil {
			return err
		}
		write := func() error { set(Floats{e.Float32s(), e.Float64s()}, from); return nil }
		if err := to.Update(write); err != nil {
			return err
		}
	}
	return nil
}
