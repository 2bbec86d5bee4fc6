package ops

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Transpose permutes the axes of x: axis i of the result is axis axes[i] of x.
// Without axes it reverses them. Where only axes of length 1 move it costs
// nothing in our machine.
func Transpose(x *gorgonia.Node, axes ...int) (*gorgonia.Node, error) {
	return resolved("transpose", func(in []Type) (Type, Def, error) {
		perm, err := permutation(axes, in[0].Rank())
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("x %s: %w", in[0], err)
		}
		out := in[0].With(make([]int, len(perm))...)
		for a, from := range perm {
			out.Shape[a] = in[0].Shape[from]
		}
		order := keepsOrder(in[0].Shape, perm)
		return out, Def{
			Forward: func(c *Call) func() { return permute(c, perm) },
			View:    func([]Type, *Env) (int, bool) { return 0, order },
			Gradient: func(_ gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
				dx, err := Transpose(dy, inverse(perm)...)
				return gorgonia.Nodes{dx}, err
			},
		}, nil
	}, x)
}

// permutation resolves axes, and checks that each is named once.
func permutation(axes []int, rank int) ([]int, error) {
	perm := make([]int, rank)
	if len(axes) == 0 {
		for a := range perm {
			perm[a] = rank - 1 - a
		}
		return perm, nil
	}
	seen := make([]bool, rank)
	for i, axis := range axes {
		a, err := axisOf(axis, rank)
		if err != nil {
			return nil, err
		}
		if i >= rank || seen[a] {
			break
		}
		perm[i], seen[a] = a, true
	}
	if len(axes) != rank || slices.Contains(seen, false) {
		return nil, fmt.Errorf("axes %s: want each of 0 to %d once", ShapeString(axes), rank-1)
	}
	return perm, nil
}

func inverse(perm []int) []int {
	inv := make([]int, len(perm))
	for a, from := range perm {
		inv[from] = a
	}
	return inv
}

// keepsOrder reports whether only axes of length 1 move.
func keepsOrder(shape, perm []int) bool {
	last := -1
	for _, a := range perm {
		if shape[a] == 1 {
			continue
		}
		if a < last {
			return false
		}
		last = a
	}
	return true
}

// permute copies rows where the last axis stays, squares where it does not.
func permute(c *Call, perm []int) func() {
	from, to := make([]int, len(perm)), strides(c.Out.Shape)
	for a, s := range strides(c.In[0].Shape) {
		from[slices.Index(perm, a)] = s
	}
	b := kernel.NewBox(c.Out.Shape, to, from)
	if b.From[len(b.From)-1] == 1 {
		return copyBox(c, c.Out, c.In[0], b)
	}
	switch c.Out.Dtype {
	case tensor.Float64:
		return bindTiles(c, c.Out.F64, c.In[0].F64, b)
	case tensor.Int:
		return bindTiles(c, c.Out.Int, c.In[0].Int, b)
	case tensor.Bool:
		return bindTiles(c, c.Out.Bool, c.In[0].Bool, b)
	}
	return bindTiles(c, c.Out.F32, c.In[0].F32, b)
}

// bandRows is how many rows of a transposed matrix are made at a time.
const bandRows = 64

// bindTiles binds a permutation as a batch of transposed matrices: their rows run
// along the result's last axis, their columns along x's.
func bindTiles[T any](c *Call, y, x []T, b kernel.Box) func() {
	column := len(b.Shape) - 1
	row := slices.Index(b.From, 1)
	m, n, ldy, ldx := b.Shape[row], b.Shape[column], b.To[row], b.From[column]
	b.Shape[row], b.Shape[column] = 1, 1
	batch := kernel.NewBox(b.Shape, b.To, b.From).Points()
	bands := (m + bandRows - 1) / bandRows
	return c.For(batch.Rows()*bands, max(1, copyGrain/(min(m, bandRows)*n)), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			to, from := batch.Offsets(p / bands)
			i := p % bands * bandRows
			kernel.Transpose(y[to+i*ldy:], x[from+i:], min(bandRows, m-i), n, ldy, ldx)
		}
	})
}
