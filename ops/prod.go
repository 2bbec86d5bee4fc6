package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Prod is the product over axes, over all if none is given. keep leaves an axis
// of 1 in their place. Its gradient is the product of the others, right where
// elements are 0.
func Prod(x *gorgonia.Node, keep bool, axes ...int) (*gorgonia.Node, error) {
	if x != nil {
		if steps, out := prodSteps(TypeOf(x), keep, axes); len(steps) > 1 {
			return prodInSteps(x, steps, out)
		}
	}
	return overAxes("prod", x, keep, axes, func(in Type, kept []int) Def {
		return prodDef(newFolds(in.Shape, kept))
	})
}

// prodSteps lists the steps of a product, none if the axes are wrong.
func prodSteps(x Type, keep bool, axes []int) (steps []fold, out []int) {
	kept, out, err := reducedShape(x.Shape, keep, axes)
	if err != nil || floatOnly(x) != nil {
		return nil, nil
	}
	return newFolds(x.Shape, kept), out
}

// prodInSteps applies one product for each step, so that each has one axis to
// differentiate along.
func prodInSteps(x *gorgonia.Node, steps []fold, out []int) (*gorgonia.Node, error) {
	for _, s := range steps {
		y, err := resolved("prod", func(in []Type) (Type, Def, error) {
			return in[0].With(s.outer, s.inner), prodDef([]fold{s}), nil
		}, x)
		if err != nil {
			return nil, err
		}
		x = y
	}
	return Reshape(x, out...)
}

// prodDef is a product in one step or none.
func prodDef(steps []fold) Def {
	d := Def{
		Forward:  byFloat(prodForward(steps, kernel.Products[float32]()), prodForward(steps, kernel.Products[float64]())),
		Backward: byFloat(prodBackward[float32](steps), prodBackward[float64](steps)),
	}
	return d
}

func prodForward[T kernel.Float](steps []fold, f kernel.Reduction[T]) func(*Call) func() {
	return func(c *Call) func() { return reduce(c, floats[T](c.Out), floats[T](c.In[0]), steps, f) }
}

func prodBackward[T kernel.Float](steps []fold) func(*Call) func() {
	return func(c *Call) func() {
		if !c.Grad[0].Exists() {
			return nothing
		}
		dx, dy, x := floats[T](c.Grad[0]), floats[T](c.Dy), floats[T](c.In[0])
		if len(steps) == 0 {
			return c.For(len(dx), pointGrain, func(lo, hi int) { copy(dx[lo:hi], dy[lo:hi]) })
		}
		s := steps[0]
		l := lanes(s)
		return l.each(c, func(o, lo, hi int) {
			from, to := l.part(o)
			kernel.ProdGrad(dx[from:to], x[from:to], dy[o*s.inner:(o+1)*s.inner], s.inner, lo, hi)
		})
	}
}
