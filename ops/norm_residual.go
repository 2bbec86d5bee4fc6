package ops

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// ResidualNorm is the plan of a sum and of the norm of it, made by Add and by
// LayerNorm or RMSNorm, as one operation, which reads the sum while it is at hand;
// nil if that cannot be. Its children are those of the sum, and then the norm's
// without the first. Its results are the norm's, what the norm saves, and the sum.
func ResidualNorm(sum, of gorgonia.Op) *Plan {
	add, ok := sum.(*forward)
	if !ok || add.name != "add" || !add.in[0].Equal(add.out) || !add.in[1].Equal(add.out) {
		return nil
	}
	f, ok := of.(*forward)
	if !ok || f.def.norm == nil {
		return nil
	}
	results := append(append([]Type{f.out}, f.saved...), add.out)
	last := len(results) - 1
	return &Plan{
		Name:    "add and " + f.name,
		Results: results,
		Saved:   len(f.saved),
		Reads:   allTrue(1 + len(f.in)),
		Takes:   [][2]int{{last, 0}, {last, 1}, {0, 0}, {0, 1}}, // the sum the one, the norm the other
		View:    func(*Env) (int, bool) { return 0, false },
		Bind: func(m Memory) func() {
			c := &Call{In: append([]Array{m.Results[last]}, m.In[2:]...), Out: m.Results[0], Saved: m.Results[1:last], Env: m.Env}
			return byFloat(residual[float32](f.def.norm, m), residual[float64](f.def.norm, m))(c)
		},
	}
}

// residual binds a norm of what it adds up itself.
func residual[T kernel.Float](n *norm, m Memory) func(*Call) func() {
	return func(c *Call) func() {
		x, r, s := floats[T](m.In[0]), floats[T](m.In[1]), floats[T](c.In[0])
		return byRow(n, c, func(y []T, lo, hi int, w, b []T) (mean, rstd T) {
			if n.centred {
				return kernel.AddLayerNorm(y, s[lo:hi], x[lo:hi], r[lo:hi], w, b, T(n.eps))
			}
			return 0, kernel.AddRMSNorm(y, s[lo:hi], x[lo:hi], r[lo:hi], w, T(n.eps))
		})
	}
}
