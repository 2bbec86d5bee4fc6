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

// small has all axes of different sizes, several heads a key head.
var small = attentionSizes{batch: 2, heads: 6, kvHeads: 3, query: 4, key: 5, d: 8, dv: 7}

// tiny has few elements, for differences take two runs each.
var tiny = attentionSizes{batch: 2, heads: 2, kvHeads: 1, query: 2, key: 3, d: 2, dv: 1}

// maskShapes are all ways to broadcast a mask.
func (s attentionSizes) maskShapes() (shapes [][]int) {
	full := []int{s.batch, s.heads, s.query, s.key}
	for bits := range 16 {
		shape := make([]int, 4)
		for axis := range shape {
			shape[axis] = 1
			if bits>>axis&1 == 1 {
				shape[axis] = full[axis]
			}
		}
		shapes = append(shapes, shape)
	}
	return append(shapes, []int{}, []int{1}, full[3:], full[2:], []int{s.query, 1}, full[1:], []int{1, s.query, s.key})
}

// attentionCases are cases of everything Attention can do, most of size s.
func attentionCases(s attentionSizes) map[string]attentionCase {
	cases := map[string]attentionCase{}
	put := func(name string, s attentionSizes, change func(c *attentionCase)) {
		c := s.randomCase(uint64(len(cases)))
		change(&c)
		cases[name] = c
	}
	put("plain", s, func(*attentionCase) {})
	put("scaled", s, func(c *attentionCase) { c.config.Scale = -0.7 })
	put("causal", s, func(c *attentionCase) { c.config.Causal = true })
	put("dropout", s, func(c *attentionCase) { c.config.Dropout, c.config.Key = 0.4, 11 })
	put("causal, more queries than keys", attentionSizes{1, 2, 1, 6, 3, 2, 2}, func(c *attentionCase) { c.config.Causal = true })
	put("one of everything", attentionSizes{1, 1, 1, 1, 1, 1, 1}, func(*attentionCase) {})
	put("each head its key head", attentionSizes{2, 3, 3, 4, 5, 2, 3}, func(*attentionCase) {})
	put("one key head", attentionSizes{2, 3, 1, 4, 5, 2, 3}, func(c *attentionCase) { c.config.Causal = true })
	for _, causal := range []bool{false, true} {
		put(fmt.Sprintf("length, causal %v", causal), s, func(c *attentionCase) {
			c.length, c.config.Causal = gradcheck.Ints([]int{s.key - 1}), causal
		})
		put(fmt.Sprintf("length per batch, causal %v", causal), s, func(c *attentionCase) {
			c.length, c.config.Causal = gradcheck.Ints([]int{s.key, 2}, 2), causal
		})
		put(fmt.Sprintf("empty cache, causal %v", causal), s, func(c *attentionCase) {
			c.length, c.config.Causal = gradcheck.Ints([]int{0, 1}, 2), causal
		})
	}
	slopes := make([]float64, s.heads)
	for h := range slopes {
		slopes[h] = 0.3 + 0.2*float64(h)
	}
	put("soft cap", s, func(c *attentionCase) { c.config.SoftCap = 0.8 })
	put("slopes", s, func(c *attentionCase) { c.config.Slopes = slopes })
	for _, causal := range []bool{false, true} {
		put(fmt.Sprintf("window, causal %v", causal), s, func(c *attentionCase) { c.config.Window, c.config.Causal = 2, causal })
		put(fmt.Sprintf("window, length per batch, causal %v", causal), s, func(c *attentionCase) {
			c.length, c.config.Causal = gradcheck.Ints([]int{s.key, 1}, 2), causal
			c.config.Window, c.config.Slopes = 1, slopes
		})
		put(fmt.Sprintf("all at once, causal %v", causal), s, func(c *attentionCase) {
			c.mask, c.length = gradcheck.Random(79, s.query, s.key), gradcheck.Ints([]int{s.key - 1, s.key}, 2)
			c.config = ops.AttentionConfig{
				Causal: causal, Dropout: 0.3, Key: 5, Scale: 0.9, SoftCap: 1.1, Slopes: slopes, Window: 3,
			}
		})
	}
	for _, shape := range s.maskShapes() {
		put(fmt.Sprintf("added %v", shape), s, func(c *attentionCase) {
			c.mask = gradcheck.Random(77, shape...)
		})
		put(fmt.Sprintf("seen %v", shape), s, func(c *attentionCase) { c.mask = coins(78, 0.6, shape...) })
		put(fmt.Sprintf("all, added %v", shape), s, func(c *attentionCase) {
			c.mask, c.length = gradcheck.Random(79, shape...), gradcheck.Ints([]int{s.key - 1, s.key}, 2)
			c.config = ops.AttentionConfig{Causal: true, Dropout: 0.3, Key: 5, Scale: 0.9}
		})
	}
	return cases
}

// plainDrops is what a plain graph drops: seed and step are 0.
func plainDrops(c ops.AttentionConfig) kernel.Drops {
	return kernel.NewDrops(kernel.NewStream(0, c.Key, 0), c.Dropout)
}

func near(t *testing.T, want []float64, got *tensor.Dense, tolerance float64) {
	t.Helper()
	x := got.Float64s()
	require.Len(t, x, len(want))
	for i := range want {
		require.InDelta(t, want[i], x[i], tolerance, "element %d", i)
	}
}

func TestAttentionIsItsFormula(t *testing.T) {
	for name, c := range attentionCases(small) {
		t.Run(name, func(t *testing.T) {
			s := c.sizes()
			dy := gradcheck.Random(5, s.batch, s.heads, s.query, s.dv)
			want := plainAttention(c, dy.Float64s(), plainDrops(c.config))
			near(t, want.out, evaluate(t, c.f, c.operands()...), 1e-13)
			got := gradients(t, c.f, dy, c.operands()...)
			near(t, want.dq, got[0], 1e-12)
			near(t, want.dk, got[1], 1e-12)
			near(t, want.dv, got[2], 1e-12)
			if len(got) > 3 {
				near(t, c.dmask(want), got[3], 1e-12)
			}
		})
	}
}

// Many rows: several blocks, several chunks of them, and in float32.
func TestAttentionInBlocks(t *testing.T) {
	for _, s := range []attentionSizes{
		{1, 1, 1, 300, 301, 3, 2}, {1, 2, 1, 700, 700, 3, 2}, {2, 4, 2, 65, 130, 5, 4}, {1, 6, 2, 1, 2000, 3, 3}, {1, 8, 1, 33, 1500, 2, 2}, {3, 5, 5, 64, 64, 4, 4},
	} {
		for _, knobs := range []struct {
			causal bool
			window int
		}{{false, 0}, {true, 0}, {false, 20}, {true, 30}, {true, 290}} {
			causal, window := knobs.causal, knobs.window
			c := s.randomCase(9)
			c.config = ops.AttentionConfig{Causal: causal, Dropout: 0.2, Key: 3, Window: window}
			if window > 0 {
				c.config.SoftCap, c.config.Slopes = 2, make([]float64, s.heads)
				c.config.Slopes[0] = 0.01
			}
			c.mask = gradcheck.Random(8, 1, s.heads, s.query, s.key)
			dy := gradcheck.Random(5, s.batch, s.heads, s.query, s.dv)
			want := plainAttention(c, dy.Float64s(), plainDrops(c.config))
			b := bind(t, c.f, &ops.Env{Training: true}, c.operands()...)
			copy(b.dy.F64, dy.Float64s())
			b.run(t)
			for i, x := range [][]float64{want.dq, want.dk, want.dv, c.dmask(want)} {
				require.InDeltaSlice(t, x, b.grads[i].F64, 1e-11, "%v operand %d", s, i)
			}
			require.InDeltaSlice(t, want.out, b.out.F64, 1e-12)

			single := bind(t, c.f, &ops.Env{Training: true}, singles(c.operands())...)
			for i, v := range dy.Float64s() {
				single.dy.F32[i] = float32(v)
			}
			single.run(t)
			for i, x := range [][]float64{want.dq, want.dk, want.dv} {
				require.InDeltaSlice(t, x, single.grads[i].F32, 1e-3, "%v operand %d", s, i)
			}
			require.InDeltaSlice(t, want.out, single.out.F32, 1e-4)
		}
	}
}

// singles is float64 tensors as float32, others as they are.
func singles(in []*tensor.Dense) (out []*tensor.Dense) {
	for _, d := range in {
		if v, ok := d.Data().(float64); ok {
			out = append(out, tensor.New(tensor.FromScalar(float32(v))))
			continue
		}
		x, ok := d.Data().([]float64)
		if !ok {
			out = append(out, d)
			continue
		}
		y := make([]float32, len(x))
		for i, v := range x {
			y[i] = float32(v)
		}
		out = append(out, dense(y, d.Shape()...))
	}
	return out
}

func TestAttentionGradients(t *testing.T) {
	for name, c := range attentionCases(tiny) {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, gradcheck.Check(c.f, c.operands()...))
			in := append([]*tensor.Dense{c.q, c.k}, c.optional()...)
			require.NoError(t, gradcheck.Check(c.weights, in...))
		})
	}
}

func TestAttentionWeights(t *testing.T) {
	for name, c := range attentionCases(small) {
		t.Run(name, func(t *testing.T) {
			s := c.sizes()
			in := append([]*tensor.Dense{c.q, c.k}, c.optional()...)
			want := plainAttention(c, make([]float64, s.batch*s.heads*s.query*s.dv), plainDrops(c.config))
			near(t, want.weights, evaluate(t, c.weights, in...), 1e-13)
		})
	}
}

// A step with a cache gives what the whole pass gives, whatever the cache holds
// beyond its length.
func TestAttentionWithACacheEqualsTheWholePass(t *testing.T) {
	for _, config := range []ops.AttentionConfig{
		{Causal: true}, {Causal: true, Window: 3, SoftCap: 1.5, Slopes: []float64{1, 0.5, 0.25, 0.125}},
	} {
		wantCacheEqualsTheWholePass(t, config)
	}
}

func wantCacheEqualsTheWholePass(t *testing.T, config ops.AttentionConfig) {
	t.Helper()
	s := attentionSizes{batch: 2, heads: 4, kvHeads: 2, query: 9, key: 9, d: 3, dv: 2}
	whole := s.randomCase(1)
	whole.config = config
	want := evaluate(t, whole.f, whole.operands()...)
	for _, step := range []int{1, 2, 4} {
		cache := whole
		cache.k, cache.v = padded(whole.k, 12), padded(whole.v, 12)
		for at := 0; at+step <= s.query; at += step {
			cache.q = rowsOf(whole.q, at, at+step)
			cache.length = gradcheck.Ints([]int{at + step})
			got := evaluate(t, cache.f, cache.operands()...)
			near(t, rowsOf(want, at, at+step).Float64s(), got, 1e-14)
		}
	}
}

// rowsOf is x[:, :, lo:hi, :].
func rowsOf(x *tensor.Dense, lo, hi int) *tensor.Dense {
	s := x.Shape()
	var out []float64
	for i := range s[0] * s[1] {
		out = append(out, x.Float64s()[(i*s[2]+lo)*s[3]:(i*s[2]+hi)*s[3]]...)
	}
	return dense(out, s[0], s[1], hi-lo, s[3])
}

// padded is x [batch, heads, seq, d] with NaN up to a longer seq.
func padded(x *tensor.Dense, seq int) *tensor.Dense {
	s := x.Shape()
	out := make([]float64, s[0]*s[1]*seq*s[3])
	for i := range out {
		out[i] = math.NaN()
	}
	for i := range s[0] * s[1] {
		copy(out[i*seq*s[3]:], x.Float64s()[i*s[2]*s[3]:(i+1)*s[2]*s[3]])
	}
	return dense(out, s[0], s[1], seq, s[3])
}
