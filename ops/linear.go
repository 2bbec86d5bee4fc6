package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Linear is act(x·wᵀ + b) over the last axis: x [..., in], w [out, in], b [out]
// or nil; the result is [..., out]. Bias and activation are applied to each tile
// of the product while it is in the cache.
//
// With z = x·wᵀ + b and dz = act'(z)·dy, the gradients are dx = dz·w,
// dw = dzᵀ·x over all rows, db = Σ dz over all rows.
func Linear(x, w, b *gorgonia.Node, act Activation) (*gorgonia.Node, error) {
	xs := []*gorgonia.Node{x, w}
	if b != nil {
		xs = append(xs, b)
	}
	d := Def{
		Name:     "linear",
		Infer:    func(in []Type) (Type, error) { return inferLinear(in, act) },
		Forward:  byFloat(linearForward[float32](act), linearForward[float64](act)),
		Backward: byFloat(linearBackward[float32](act), linearBackward[float64](act)),
		Reads:    Reads{In: []int{0, 1}, Out: act != ActNone && !act.ofInput()},

		multiplies: true,
	}
	if act.ofInput() {
		d.Saved = linearResult
	}
	if act != ActNone {
		d.Scratch = linearResult // for dz
	}
	return apply(d, xs...)
}

func inferLinear(in []Type, act Activation) (Type, error) {
	x, w := in[0], in[1]
	said := func(format string, args ...any) (Type, error) {
		return Type{}, fmt.Errorf("%s: %w", describe([]string{"x", "weight", "bias"}, in), fmt.Errorf(format, args...))
	}
	switch {
	case !act.known():
		return said("%v: want ActNone to ActSigmoid", act)
	case !x.Float():
		return said("x is %v, want float32 or float64", x.Dtype)
	case x.Rank() < 1:
		return said("x is a scalar, want at least 1 axis")
	case x.Size() == 0 || w.Size() == 0:
		return said("every axis must be at least 1")
	case w.Rank() != 2:
		return said("weight has %d axes, want 2", w.Rank())
	case w.Dtype != x.Dtype:
		return said("want operands of one dtype")
	case x.Shape[x.Rank()-1] != w.Shape[1]:
		return said("last axis %d, want %d", x.Shape[x.Rank()-1], w.Shape[1])
	case len(in) == 3 && !in[2].Equal(w.With(w.Shape[0])):
		return said("bias, want %s", w.With(w.Shape[0]))
	}
	return linearResult(in)[0], nil
}

// linearResult is the type of x·wᵀ.
func linearResult(in []Type) []Type {
	rest := in[0].Shape[:in[0].Rank()-1]
	return []Type{in[0].With(append(append([]int{}, rest...), in[1].Shape[0])...)}
}

func linearForward[T kernel.Float](act Activation) func(*Call) func() {
	return func(c *Call) func() {
		x, w := floats[T](c.In[0]), floats[T](c.In[1])
		out, in := c.In[1].Shape[0], c.In[1].Shape[1]
		p := kernel.Product[T]{
			M: len(x) / in, N: out, K: in, Alpha: 1,
			A: x, LDA: in,
			B: w, LDB: in, TransB: true,
			C: floats[T](c.Out), LDC: out,
			Precision: kernel.Precision(c.Precision),
		}
		if len(c.In) == 3 {
			p.Bias = floats[T](c.In[2])
		}
		p.Epilogue = activate(act, p.C, out)
		if len(c.Saved) > 0 && c.Saved[0].Exists() { // z is wanted, and y made of it
			p.C = floats[T](c.Saved[0])
		}
		y := single(p)
		return inOrder(packed(c, y, 1), multiply(c, y))
	}
}

// activate writes act of a row of z to y, which may be z itself.
func activate[T kernel.Float](act Activation, y []T, out int) func(row []T, i, j int) {
	f := activationLoops[T](act).f
	if f == nil {
		return nil
	}
	return func(row []T, i, j int) { f(y[i*out+j:][:len(row)], row) }
}
