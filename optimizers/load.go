package optimizers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// Load takes the state that Save has put into a store, which may have been
// opened from a file and is given nothing else; the chain's own is forgotten. It
// is an error if an entry is none of this chain's, and then nothing changes.
// Shapes are compared with the parameters' at the next step. A parameter without
// an entry begins anew.
func (c *Chain) Load(from *weights.Store) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if from == nil {
		return fmt.Errorf("load optimizer: the store is nil")
	}
	links, err := place(c.links)
	if err != nil {
		return fmt.Errorf("load optimizer: %w", err)
	}
	counters, err := c.loadCounters(from)
	if err != nil {
		return fmt.Errorf("load optimizer: %w", err)
	}
	known, err := loadStates(from, links)
	if err != nil {
		return fmt.Errorf("load optimizer: %w", err)
	}
	c.known, c.steps, c.plan = known, int(counters[0]), nil
	for _, l := range c.links {
		if a, ok := l.(*Accumulate); ok {
			a.count, counters = int(counters[1]), counters[1:]
		}
	}
	return nil
}

func (c *Chain) loadCounters(from *weights.Store) ([]int64, error) {
	want := len(c.counters())
	e, ok := from.Entry(stepsPath)
	if !ok {
		return nil, fmt.Errorf("the store has no %q", stepsPath)
	}
	got := e.Int64s()
	if len(got) != want || slices.Min(got) < 0 {
		return nil, fmt.Errorf("%q is %s %v %v: want %d counters, one for steps and one for each Accumulate", stepsPath, e.Dtype(), e.Shape(), got, want)
	}
	return got, nil
}

func loadStates(from *weights.Store, links []link) (map[string]*state, error) {
	slots := []string{stepSlot}
	for _, l := range links {
		slots = append(slots, l.slots...)
	}
	known := map[string]*state{}
	for _, full := range from.Paths() {
		if full == stepsPath {
			continue
		}
		slot, path, _ := strings.Cut(full, ".")
		if !slices.Contains(slots, slot) || path == "" {
			return nil, fmt.Errorf("%q is none of this chain's: want one of %v before the parameter's path%s", full, slots, hint(slot, links))
		}
		if known[path] == nil {
			known[path] = &state{path: path, steps: -1, slots: map[string]Floats{}, fresh: true}
		}
		if err := known[path].load(from, slot, full); err != nil {
			return nil, fmt.Errorf("%q: %w", full, err)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(known)) {
		if err := known[path].check(slots); err != nil {
			return nil, fmt.Errorf("state of %q: %w", path, err)
		}
	}
	return known, nil
}

// hint says which setting leaves out a slot.
func hint(slot string, links []link) string {
	for _, l := range links {
		if v, ok := l.Transform.(*Velocity); ok && v.Momentum == 0 && slot == velocitySlots[0] {
			return "; Momentum is 0: set it for Load, and to 0 after to forget this"
		}
	}
	return ""
}

// check refuses a state of which a part is missing. One without any tensor may be
// of a chain that had no momentum yet, one without a sum had no gradient since
// the last step that acted.
func (s *state) check(slots []string) error {
	if s.steps < 0 {
		return fmt.Errorf("%q is missing", stepSlot+"."+s.path)
	}
	for _, name := range slots[1:] {
		if _, ok := s.slots[name]; !ok && name != sumSlot && len(s.slots) > 0 {
			return fmt.Errorf("%q is missing", name+"."+s.path)
		}
	}
	return nil
}

// load takes one entry.
func (s *state) load(from *weights.Store, slot, full string) error {
	e, _ := from.Entry(full)
	if slot == stepSlot {
		n := e.Int64s()
		if len(n) != 1 || n[0] < 0 {
			return fmt.Errorf("it is %s %v: want one I64, at least 0", e.Dtype(), e.Shape())
		}
		s.steps = int(n[0])
		return nil
	}
	dt := tensor.Float32
	switch e.Dtype() {
	case weights.F32:
	case weights.F64:
		dt = tensor.Float64
	default:
		return fmt.Errorf("it is %s: want F32 or F64", e.Dtype())
	}
	if len(s.slots) > 0 && !slices.Equal(s.shape, e.Shape()) {
		return fmt.Errorf("shape %s, other slots of the parameter have %s", brackets(e.Shape()), brackets(s.shape))
	}
	s.shape = e.Shape()
	e, err := from.Declare(full, dt, nil, s.shape...)
	if err != nil {
		return err
	}
	from.BeginRead()
	defer from.EndRead()
	read := Floats{e.Float32s(), e.Float64s()}
	s.slots[slot] = read.like(read.Len())
	s.fresh = s.fresh && slot != sumSlot
	set(s.slots[slot], read)
	return nil
}
