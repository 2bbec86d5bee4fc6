package optimizers

import (
	"fmt"
	"slices"
	"unsafe"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// Step updates values in place by their gradients and then sets these to zero,
// as a gorgonia.Solver does; after RunAll of a machine made with
// gorgonia.BindDualValues, give it gorgonia.NodesToValueGrads of the parameters.
// Paths are the nodes' names, a second "w" being "w#2". Errors are Update's.
//
// Values that are a store's (weights.Entry.Value), as those of the parameters of a
// graph.Graph are, it writes within that store's Update, so that no program reads
// packed weights that are stale; do not call it within Update. Values of two
// stores are an error.
func (c *Chain) Step(model []gorgonia.ValueGrad) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.collectValues(model); err != nil {
		return fmt.Errorf("step: %w", err)
	}
	store, err := c.owner()
	switch {
	case err != nil:
	case store == nil:
		err = c.step(func(write func() error) error { return write() })
	default:
		err = c.step(store.Update)
	}
	if err != nil {
		return fmt.Errorf("step: %w", err)
	}
	for _, t := range c.target {
		clear(t.grad.F32)
		clear(t.grad.F64)
	}
	return nil
}

// owner is the store whose values targets are, nil if there is none.
func (c *Chain) owner() (owner *weights.Store, err error) {
	for i := range c.target {
		t := &c.target[i]
		if t.store == nil || t.store == owner {
			continue
		}
		if owner != nil {
			return nil, fmt.Errorf("%q is of another store than the values before it: step each store's on their own", t.path)
		}
		owner = t.store
	}
	return owner, nil
}

// ownerOf is the store whose value v is, or nil.
func ownerOf(v gorgonia.Value) *weights.Store {
	d, ok := v.(*tensor.Dense)
	if !ok {
		return nil
	}
	return weights.Owner(d)
}

// collectValues makes the targets those of the model.
func (c *Chain) collectValues(model []gorgonia.ValueGrad) error {
	if len(model) == 0 {
		return fmt.Errorf("there are no values")
	}
	c.resize(len(model))
	seen := map[string]int{}
	for i, v := range model {
		if v == nil || v.Value() == nil {
			return fmt.Errorf("value %d is nil", i)
		}
		path := nameOf(v, i)
		if seen[path]++; seen[path] > 1 {
			path = fmt.Sprintf("%s#%d", path, seen[path])
		}
		weight, shape, err := floatsOfValue(v.Value())
		if err != nil {
			return fmt.Errorf("%q: %w", path, err)
		}
		t := &c.target[i]
		if t.key != any(v.Value()) || t.path != path || !slices.Equal(t.shape, shape) {
			*t = target{key: v.Value(), store: ownerOf(v.Value()), path: path, shape: shape}
			c.plan = nil
		}
		t.weight, t.absent = weight, false
		if err := t.takeValue(v); err != nil {
			return err
		}
	}
	return c.addAbsent(nil)
}

func nameOf(v gorgonia.ValueGrad, i int) string {
	if n, ok := v.(gorgonia.Namer); ok {
		return n.Name()
	}
	return fmt.Sprint("value ", i)
}

func (t *target) takeValue(v gorgonia.ValueGrad) error {
	g, err := v.Grad()
	if err != nil {
		return fmt.Errorf("%q: %w", t.path, err)
	}
	if d, ok := g.(*tensor.Dense); ok {
		return t.take(d)
	}
	grad, shape, err := floatsOfValue(g)
	switch {
	case err != nil:
		return fmt.Errorf("gradient %q: %w", t.path, err)
	case len(shape) != len(t.shape):
		return fmt.Errorf("gradient %q %s: the parameter is %s", t.path, brackets(shape), brackets(t.shape))
	case !grad.sameType(t.weight):
		return fmt.Errorf("gradient %q: it is %s, the parameter %s", t.path, grad.dtype(), t.weight.dtype())
	}
	t.grad = grad
	return nil
}

// floatsOfValue is the memory of a tensor, or of a scalar, which Gorgonia keeps
// as a number of its own type.
func floatsOfValue(v gorgonia.Value) (Floats, []int, error) {
	switch x := v.(type) {
	case *tensor.Dense:
		f, err := floatsOf(x)
		return f, slices.Clone(x.Shape()), err
	case *gorgonia.F32:
		return Floats{F32: unsafe.Slice((*float32)(x), 1)}, nil, nil
	case *gorgonia.F64:
		return Floats{F64: unsafe.Slice((*float64)(x), 1)}, nil, nil
	}
	return Floats{}, nil, fmt.Errorf("it is a %T, want a tensor.Dense or a scalar of float32 or float64", v)
}
