package optimizers

import (
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// target is a parameter and its gradient in one step.
type target struct {
	key          any            // whose memory the parameter is
	store        *weights.Store // whose tensor key is, if it is one
	path         string
	shape        []int
	weight, grad Floats
	absent       bool // it has no gradient now, only a sum of earlier ones
}

// collect makes the targets those of the gradients. The plan stands if they are
// the same parameters as before, wherever their memory is.
func (c *Chain) collect(store *weights.Store, g Gradients) error {
	n := g.Len()
	if n == 0 {
		return fmt.Errorf("there are no gradients")
	}
	c.resize(n)
	for i := range n {
		if err := c.aim(i, store, g.Path(i)); err != nil {
			return fmt.Errorf("gradient %q: %w", g.Path(i), err)
		}
		if err := c.target[i].take(g.At(i)); err != nil {
			return err
		}
	}
	return c.addAbsent(store)
}

// aim makes target i the parameter of the store at path.
func (c *Chain) aim(i int, store *weights.Store, path string) error {
	e, ok := store.Entry(path)
	if !ok {
		return fmt.Errorf("the store has no such parameter")
	}
	if !e.Declared() {
		return fmt.Errorf("the parameter was not declared")
	}
	t := &c.target[i]
	if t.key != any(e) {
		*t = target{key: e, path: e.Path(), shape: e.Shape()}
		c.plan = nil
	}
	t.weight, t.absent = Floats{e.Float32s(), e.Float64s()}, false
	return nil
}

func (c *Chain) resize(n int) {
	if n != len(c.target) {
		c.target = make([]target, n)
		c.plan = nil
	}
}

// take checks a gradient and points to its memory.
func (t *target) take(d *tensor.Dense) error {
	if d == nil {
		if t.weight.Len() > 0 {
			return fmt.Errorf("gradient %q: it is nil, want %s", t.path, brackets(t.shape))
		}
		t.grad = t.weight // tensors without elements do not exist
		return nil
	}
	if !slices.Equal([]int(d.Shape()), t.shape) {
		return fmt.Errorf("gradient %q %s: the parameter is %s", t.path, brackets(d.Shape()), brackets(t.shape))
	}
	grad, err := floatsOf(d)
	if err != nil {
		return fmt.Errorf("gradient %q: %w", t.path, err)
	}
	if !grad.sameType(t.weight) {
		return fmt.Errorf("gradient %q: it is %s, the parameter %s", t.path, grad.dtype(), t.weight.dtype())
	}
	t.grad = grad
	return nil
}

// floatsOf is a tensor's memory.
func floatsOf(d *tensor.Dense) (Floats, error) {
	if d.RequiresIterator() || d.DataOrder().IsColMajor() {
		return Floats{}, fmt.Errorf("it is a view: want row-major memory without gaps")
	}
	switch d.Dtype() {
	case tensor.Float32:
		return Floats{F32: d.Float32s()}, nil
	case tensor.Float64:
		return Floats{F64: d.Float64s()}, nil
	}
	return Floats{}, fmt.Errorf("it is %v, want float32 or float64", d.Dtype())
}

// brackets writes a shape or an index as [2, 3].
func brackets(shape []int) string {
	return strings.ReplaceAll(fmt.Sprint(shape), " ", ", ")
}
