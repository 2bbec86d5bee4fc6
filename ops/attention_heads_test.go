package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// beside is x [batch, heads, seq, d] as [batch, seq, heads·d].
func beside[T float32 | float64](x []T, s []int) []T {
	y := make([]T, len(x))
	for i := range s[0] * s[1] * s[2] {
		batch, head, seq := i/(s[1]*s[2]), i/s[2]%s[1], i%s[2]
		copy(y[((batch*s[2]+seq)*s[1]+head)*s[3]:][:s[3]], x[i*s[3]:])
	}
	return y
}

func besideDense(d *tensor.Dense) *tensor.Dense {
	s := d.Shape()
	if x, ok := d.Data().([]float32); ok {
		return dense(beside(x, s), s[0], s[2], s[1]*s[3])
	}
	return dense(beside(d.Float64s(), s), s[0], s[2], s[1]*s[3])
}

// side draws Attention of heads side by side.
func (c attentionCase) side(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	c.config.Heads = c.sizes().heads
	return c.f(xs...)
}

// sideOperands are those of side, of which k and v lie side by side as well.
func (c attentionCase) sideOperands() []*tensor.Dense {
	return append([]*tensor.Dense{besideDense(c.q), besideDense(c.k), besideDense(c.v)}, c.optional()...)
}

// Heads side by side get the bits of heads apart, gradients too.
func TestAttentionOfHeadsBesideEachOtherIsAttention(t *testing.T) {
	cases := attentionCases(small)
	cases["many rows"] = manyRows()
	cases["long"] = attentionSizes{2, 2, 1, 140, 600, 33, 40}.randomCase(4)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := c.sizes()
			apart := bind(t, c.f, &ops.Env{Training: true, Seed: 3}, singles(c.operands())...)
			besides := bind(t, c.side, &ops.Env{Training: true, Seed: 3}, singles(c.sideOperands())...)
			copyNormal(apart.dy, 7)
			copy(besides.dy.F32, beside(apart.dy.F32, []int{s.batch, s.heads, s.query, s.dv}))
			apart.run(t)
			besides.run(t)
			require.Equal(t, beside(apart.out.F32, []int{s.batch, s.heads, s.query, s.dv}), besides.out.F32)
			require.Equal(t, beside(apart.grads[0].F32, []int{s.batch, s.heads, s.query, s.d}), besides.grads[0].F32)
			require.Equal(t, beside(apart.grads[1].F32, []int{s.batch, s.kvHeads, s.key, s.d}), besides.grads[1].F32)
			require.Equal(t, beside(apart.grads[2].F32, []int{s.batch, s.kvHeads, s.key, s.dv}), besides.grads[2].F32)
			if len(apart.grads) > 3 {
				require.Equal(t, apart.grads[3].F32, besides.grads[3].F32)
			}
			wantSameWeights(t, c)
			mixed := append([]*tensor.Dense{besideDense(c.q), c.k, c.v}, c.optional()...)
			cached := bind(t, c.side, &ops.Env{Training: true, Seed: 3}, singles(mixed)...)
			cached.forward()
			require.Equal(t, besides.out.F32, cached.out.F32)
		})
	}
}

func wantSameWeights(t *testing.T, c attentionCase) {
	t.Helper()
	in := append([]*tensor.Dense{c.q, c.k}, c.optional()...)
	want := evaluate(t, c.weights, singles(in)...).Float32s()
	c.config.Heads = c.sizes().heads
	in[0], in[1] = besideDense(c.q), besideDense(c.k)
	require.Equal(t, want, evaluate(t, c.weights, singles(in)...).Float32s())
}

func TestAttentionHeadsGradients(t *testing.T) {
	c := tiny.randomCase(5)
	c.config.Causal = true
	require.NoError(t, gradcheck.Check(c.side, c.sideOperands()...))
	c.config.Heads = c.sizes().heads
	require.NoError(t, gradcheck.Check(c.weights, besideDense(c.q), besideDense(c.k)))
}

func TestAttentionHeadsBits(t *testing.T) {
	c := manyRows()
	sameForAllTeams(t, c.side, singles(c.sideOperands())...)
	require.Less(t, allocates(t, c.side, singles(c.sideOperands())...), uint64(20))
	one := attentionSizes{1, 1, 1, 600, 600, 16, 16}.randomCase(1) // few heads, many blocks
	one.config.Causal = true
	sameForAllTeams(t, one.side, singles(one.sideOperands())...)
}

// A causal row gets the same bits from the whole pass, from a query alone with the
// keys up to it, and from a step of several queries.
func TestAttentionRowsAreIndependent(t *testing.T) {
	for _, s := range []attentionSizes{{1, 2, 2, 300, 300, 64, 64}, {2, 4, 2, 70, 70, 20, 17}, {1, 4, 1, 40, 40, 128, 128}} {
		c := s.randomCase(6)
		c.config.Causal = true
		for name, single := range map[string]bool{"float32": true, "float64": false} {
			t.Run(fmt.Sprint(s, name), func(t *testing.T) {
				f := func(in []*tensor.Dense) []*tensor.Dense { return in }
				if single {
					f = singles
				}
				whole := evaluate(t, c.f, f(c.operands())...)
				for _, at := range [][2]int{{0, 1}, {1, 2}, {13, 14}, {31, 33}, {s.query - 9, s.query}, {s.query - 1, s.query}} {
					step := c
					step.q, step.length = rowsOf(c.q, at[0], at[1]), gradcheck.Ints([]int{at[1]})
					got := evaluate(t, step.f, f(step.operands())...)
					require.Equal(t, sliceRows(whole, at[0], at[1]), got.Data(), "%v", at)
				}
			})
		}
	}
}

// sliceRows is the elements of x[:, :, lo:hi, :].
func sliceRows(x *tensor.Dense, lo, hi int) any {
	if y, ok := x.Data().([]float32); ok {
		return cutRows(y, x.Shape(), lo, hi)
	}
	return cutRows(x.Float64s(), x.Shape(), lo, hi)
}

func cutRows[T any](x []T, s []int, lo, hi int) (y []T) {
	for i := range s[0] * s[1] {
		y = append(y, x[(i*s[2]+lo)*s[3]:(i*s[2]+hi)*s[3]]...)
	}
	return y
}

func TestAttentionHeadsRefuses(t *testing.T) {
	f32 := func(shape ...int) *tensor.Dense { return normal32(1, shape...) }
	for _, c := range []struct {
		message string
		heads   int
		q, k, v *tensor.Dense
	}{
		{"attention: q [2, 6, 4, 8] · k [2, 5, 8] · v [2, 5, 8]: q has rank 4, want 3: [batch, query, heads·d]", 2, f32(2, 6, 4, 8), f32(2, 5, 8), f32(2, 5, 8)},
		{"attention: q [2, 4, 8] · k [2, 5, 8] · v [2, 5, 8]: 3 heads: want a divisor of q's last axis 8", 3, f32(2, 4, 8), f32(2, 5, 8), f32(2, 5, 8)},
		{"attention: q [2, 4, 8] · k [2, 5, 8] · v [2, 5, 8]: -1 heads: want a divisor of q's last axis 8", -1, f32(2, 4, 8), f32(2, 5, 8), f32(2, 5, 8)},
		{"attention: q [2, 4, 8] · k [2, 5, 8] · v [2, 2, 5, 4]: k has rank 3 and v 4, want the same", 2, f32(2, 4, 8), f32(2, 5, 8), f32(2, 2, 5, 4)},
		{"attention: q [2, 4, 8] · k [5, 8] · v [5, 8]: k has rank 2, want 3 or 4: [batch, key, kvHeads·d] or [batch, kvHeads, key, d]", 2, f32(2, 4, 8), f32(5, 8), f32(5, 8)},
		{"attention: q [2, 4, 8] · k [2, 5, 6] · v [2, 5, 8]: k's last axis 6, want a multiple of q's 8/2 = 4", 2, f32(2, 4, 8), f32(2, 5, 6), f32(2, 5, 8)},
		{"attention: q [2, 4, 8] · k [2, 5, 8] · v [2, 5, 7]: v's last axis 7, want a multiple of k's 2 heads", 2, f32(2, 4, 8), f32(2, 5, 8), f32(2, 5, 7)},
		{"attention: q [2, 4, 8] · k [2, 5, 16] · v [2, 5, 8]: 2 heads are not a multiple of k's 4", 2, f32(2, 4, 8), f32(2, 5, 16), f32(2, 5, 8)},
		{"attention: q [2, 4, 8] · k [1, 5, 8] · v [1, 5, 8]: k's batch 1, want 2", 2, f32(2, 4, 8), f32(1, 5, 8), f32(1, 5, 8)},
	} {
		refuses(t, c.message, func(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
			return ops.Attention(xs[0], xs[1], xs[2], nil, nil, ops.AttentionConfig{Heads: c.heads})
		}, c.q, c.k, c.v)
	}
}
