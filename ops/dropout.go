package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Dropout sets elements of x, of any shape, to zero with probability p while
// training and scales the others by 1/(1-p); else it is the identity. The result
// has x's type. p must lie between 0 and 1; 1 drops everything.
//
// Whether element i is dropped depends on (seed, key, global step, i) alone, so
// the gradient draws the mask again instead of keeping it, and a resumed run
// drops what the first one would have. In a plain Gorgonia graph, which has
// neither seed nor step, key alone decides, and every run drops the same.
//
// Srivastava et al.: Dropout: A Simple Way to Prevent Neural Networks from
// Overfitting (2014), in its inverted form.
func Dropout(x *gorgonia.Node, p float64, key uint64) (*gorgonia.Node, error) {
	d := dropout{p, key}
	return apply(Def{
		Name:        "dropout",
		Infer:       d.infer,
		Forward:     byFloat(dropForward[float32](d), dropForward[float64](d)),
		Backward:    byFloat(dropBackward[float32](d), dropBackward[float64](d)),
		Reads:       Reads{None: true},
		InPlace:     []int{0},
		GradInPlace: true,
		View:        func(_ []Type, e *Env) (int, bool) { return 0, !d.active(e) },
	}, x)
}

// dropout is how much is dropped and under which key.
type dropout struct {
	p   float64
	key uint64
}

func (d dropout) infer(in []Type) (Type, error) {
	if err := d.check(); err != nil {
		return Type{}, err
	}
	return sameFloat(in)
}

func (d dropout) check() error {
	if d.p >= 0 && d.p <= 1 {
		return nil
	}
	return fmt.Errorf("probability %v: want 0 to 1", d.p)
}

// active reports whether there is anything to do in a run.
func (d dropout) active(e *Env) bool { return e.Training && d.p > 0 }

// drops is what is dropped in a run.
func (d dropout) drops(e *Env) kernel.Drops {
	if !d.active(e) {
		return kernel.Drops{}
	}
	return kernel.NewDrops(kernel.NewStream(e.Seed, d.key, e.Step), d.p)
}

func dropForward[T kernel.Float](d dropout) func(*Call) func() {
	return func(c *Call) func() { return dropInto(c, d, floats[T](c.Out), floats[T](c.In[0])) }
}

func dropBackward[T kernel.Float](d dropout) func(*Call) func() {
	return func(c *Call) func() { return dropInto(c, d, floats[T](c.Grad[0]), floats[T](c.Dy)) }
}

// dropInto is y = x·mask, as well for gradients. What the run is like is asked
// when it runs.
func dropInto[T kernel.Float](c *Call, d dropout, y, x []T) func() {
	var drops kernel.Drops
	drop := c.For(len(y), pointGrain, func(lo, hi int) { kernel.Drop(y[lo:hi], x[lo:hi], drops, uint64(lo)) })
	pass := c.For(len(y), pointGrain, func(lo, hi int) { copy(y[lo:hi], x[lo:hi]) })
	return func() {
		drops = d.drops(c.Env)
		switch {
		case drops.Any():
			drop()
		case !same(y, x):
			pass()
		}
	}
}
