package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// roundedCases are attentions of several blocks of rows and keys, of all kinds.
func roundedCases() map[string]attentionCase {
	cases := attentionCases(small)
	cases["many rows"] = manyRows()
	cases["as in BERT"] = attentionSizes{1, 2, 2, 128, 128, 64, 64}.randomCase(2)
	causal := attentionSizes{1, 4, 2, 150, 600, 33, 40}.randomCase(4)
	causal.config = ops.AttentionConfig{Causal: true, Dropout: 0.1, Key: 2}
	causal.length = gradcheck.Ints([]int{577})
	cases["long, causal, with heads that share keys"] = causal
	return cases
}

// run32 runs both passes of a case in a precision, in float32.
func (c attentionCase) run32(t *testing.T, p ops.Precision, dy []float64) *bound {
	t.Helper()
	b := bindIn(t, p, c.f, &ops.Env{Training: true}, singles(c.operands())...)
	for i, v := range dy {
		b.dy.F32[i] = float32(v)
	}
	b.run(t)
	return b
}

// In BF16 what comes out, and every gradient, is that of float64 to about the
// precision of operands: within 3 % of the largest element or, of a mask, whose
// gradient may be 0, of the largest sum of sizes. Relative rms errors, for operands
// like those of BERT, are what docs/precision.md says.
func TestAttentionInBF16IsItsFormula(t *testing.T) {
	for name, c := range roundedCases() {
		t.Run(name, func(t *testing.T) {
			s := c.sizes()
			dy := gradcheck.Random(5, s.batch, s.heads, s.query, s.dv).Float64s()
			want := plainAttention(c, dy, plainDrops(c.config))
			got := c.run32(t, ops.BF16, dy)
			for i, w := range [][]float64{want.out, want.dq, want.dk, want.dv} {
				worst, rms := deviation(w, got.bits()[i])
				bound := 0.03 * largest(w)
				if bound == 0 { // one key: what dO·v and rowsum(dO∘O) are wrong by
					bound = 0x1p-7 * float64(s.dv) * largest(dy) * largest(c.v.Float64s()) * largest(c.k.Float64s())
				}
				require.LessOrEqual(t, worst, bound, "result %d", i)
				if name == "as in BERT" {
					t.Logf("result %d: relative rms error %.2e", i, rms)
					require.Less(t, rms, 5e-3, "result %d", i)
					require.Greater(t, rms, 1e-3, "result %d", i)
				}
			}
			if len(got.grads) > 3 && got.grads[3].Exists() {
				dmask := c.dmask(want)
				for i, v := range want.dscores {
					want.dscores[i] = math.Abs(v)
				}
				worst, _ := deviation(dmask, got.bits()[4])
				require.LessOrEqual(t, worst, 0.03*largest(c.dmask(want)), "mask")
			}
		})
	}
}

// deviation is max|y - want|, and √(Σ(y - want)²/Σ want²).
func deviation(want []float64, y []float32) (worst, rms float64) {
	var all, wrong float64
	for i, w := range want {
		d := math.Abs(float64(y[i]) - w)
		worst, wrong, all = max(worst, d), wrong+d*d, all+w*w
	}
	return worst, math.Sqrt(wrong / all)
}

// largest is max|x|.
func largest(x []float64) (most float64) {
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// BF16x3 is Float32, and Int8 is BF16, to the last bit; BF16 is not Float32.
// float64 ignores all of them.
func TestAttentionPrecisions(t *testing.T) {
	c := manyRows()
	s := c.sizes()
	dy := gradcheck.Random(5, s.batch, s.heads, s.query, s.dv).Float64s()
	var bits [4][][]float32
	for p := range bits {
		bits[p] = c.run32(t, ops.Precision(p), dy).bits()
	}
	require.Equal(t, bits[ops.Float32], bits[ops.BF16x3])
	require.Equal(t, bits[ops.BF16], bits[ops.Int8])
	require.NotEqual(t, bits[ops.Float32][0], bits[ops.BF16][0])
	doubles := bindIn(t, ops.BF16, c.f, &ops.Env{Training: true}, c.operands()...)
	doubles.run(t)
	require.InDeltaSlice(t, plainAttention(c, dy, plainDrops(c.config)).out, doubles.out.F64, 1e-12)
}

func TestAttentionBitsInBF16(t *testing.T) {
	c := manyRows()
	one := attentionSizes{1, 1, 1, 600, 600, 16, 16}.randomCase(1) // few heads, many blocks
	one.config.Causal = true
	for _, c := range []attentionCase{c, one} {
		sameForAllTeamsIn(t, ops.BF16, c.f, singles(c.operands())...)
		sameForAllTeamsIn(t, ops.BF16, c.side, singles(c.sideOperands())...)
	}
	in := singles([]*tensor.Dense{c.q, c.k, c.mask})
	sameForAllTeamsIn(t, ops.BF16, c.weights, in...)
	require.Less(t, allocatesIn(t, ops.BF16, c.f, singles(c.operands())...), uint64(20))
	require.Less(t, allocatesIn(t, ops.BF16, c.side, singles(c.sideOperands())...), uint64(20))
	require.Less(t, allocatesIn(t, ops.BF16, c.weights, in...), uint64(20))
}

// Heads side by side get the bits of heads apart.
func TestAttentionOfHeadsBesideEachOtherInBF16(t *testing.T) {
	for name, c := range roundedCases() {
		t.Run(name, func(t *testing.T) {
			s := c.sizes()
			env := &ops.Env{Training: true, Seed: 3}
			apart := bindIn(t, ops.BF16, c.f, env, singles(c.operands())...)
			besides := bindIn(t, ops.BF16, c.side, env, singles(c.sideOperands())...)
			copyNormal(apart.dy, 7)
			copy(besides.dy.F32, beside(apart.dy.F32, []int{s.batch, s.heads, s.query, s.dv}))
			apart.run(t)
			besides.run(t)
			for i, shape := range [][]int{
				{s.batch, s.heads, s.query, s.dv}, {s.batch, s.heads, s.query, s.d},
				{s.batch, s.kvHeads, s.key, s.d}, {s.batch, s.kvHeads, s.key, s.dv},
			} {
				require.Equal(t, beside(apart.bits()[i], shape), besides.bits()[i], "result %d", i)
			}
		})
	}
}

// A causal row gets the same bits from the whole pass and from a step with a
// cache, whatever that holds beyond its length: if its queries see an odd number
// of keys, the other half of a pair is not there.
func TestAttentionWithACacheInBF16(t *testing.T) {
	for _, s := range []attentionSizes{{1, 2, 2, 300, 300, 64, 64}, {2, 4, 2, 70, 70, 20, 17}, {1, 4, 1, 40, 40, 128, 128}} {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			c := s.randomCase(6)
			c.config.Causal = true
			whole := bindIn(t, ops.BF16, c.f, &ops.Env{}, singles(c.operands())...)
			whole.forward()
			for _, at := range [][2]int{{0, 1}, {1, 2}, {13, 14}, {31, 33}, {s.query - 9, s.query}, {s.query - 1, s.query}} {
				step := c
				step.q, step.length = rowsOf(c.q, at[0], at[1]), gradcheck.Ints([]int{at[1]})
				step.k, step.v = padded(rowsOf(c.k, 0, at[1]), s.key+5), padded(rowsOf(c.v, 0, at[1]), s.key+5)
				got := bindIn(t, ops.BF16, step.f, &ops.Env{}, singles(step.operands())...)
				got.forward()
				require.Equal(t, cutRows(whole.out.F32, whole.out.Shape, at[0], at[1]), got.out.F32, "%v", at)
			}
		})
	}
}

// NaN and what is too large for a bfloat16 stay in rows that see them.
func TestAttentionInBF16KeepsNaNApart(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.MaxFloat32} {
		c := attentionSizes{batch: 1, heads: 2, kvHeads: 1, query: 40, key: 40, d: 6, dv: 4}.randomCase(1)
		c.config.Causal = true
		want := bindIn(t, ops.BF16, c.f, &ops.Env{}, singles(c.operands())...)
		want.forward()
		const at = 21
		c.v.Float64s()[at*4] = bad
		got := bindIn(t, ops.BF16, c.f, &ops.Env{}, singles(c.operands())...)
		got.forward()
		require.Equal(t, cutRows(want.out.F32, want.out.Shape, 0, at), cutRows(got.out.F32, got.out.Shape, 0, at), "%v", bad)
		seen := cutRows(got.out.F32, got.out.Shape, at, at+1)
		require.True(t, math.IsNaN(float64(seen[0])) || math.IsInf(float64(seen[0]), 1), "%v", bad)
	}
}

// Who sees nothing gets zeros, and has zero gradients.
func TestAttentionInBF16OfWhoSeesNothing(t *testing.T) {
	c := attentionSizes{batch: 1, heads: 1, kvHeads: 1, query: 3, key: 4, d: 2, dv: 2}.randomCase(1)
	c.mask = gradcheck.Bools([]bool{true, true, false, true, false, false, false, false, true, true, true, true}, 3, 4)
	b := bindIn(t, ops.BF16, c.f, &ops.Env{Training: true}, singles(c.operands())...)
	copyNormal(b.dy, 1)
	b.run(t)
	require.Equal(t, []float32{0, 0}, b.out.F32[2:4])
	require.Equal(t, []float32{0, 0}, b.grads[0].F32[2:4])
	for i, g := range b.bits() {
		require.False(t, math.IsNaN(float64(kernel.Sum(g))), "result %d", i)
	}
	c.mask, c.length = nil, gradcheck.Ints([]int{0})
	b = bindIn(t, ops.BF16, c.f, &ops.Env{Training: true}, singles(c.operands())...)
	b.run(t)
	for i, g := range b.bits() {
		require.Equal(t, make([]float32, len(g)), g, "result %d", i)
	}
}
