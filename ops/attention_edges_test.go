package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// A query that sees nothing gives zeros and has zero gradients, in every way to
// see nothing; the others are as if it were not there.
func TestAttentionOfWhoSeesNothing(t *testing.T) {
	s := attentionSizes{batch: 1, heads: 1, kvHeads: 1, query: 3, key: 4, d: 2, dv: 2}
	inf := math.Inf(-1)
	hide := s.randomCase(1)
	hide.mask = gradcheck.Bools([]bool{true, true, false, true, false, false, false, false, true, true, true, true}, 3, 4)
	add := s.randomCase(1)
	add.mask = gradcheck.Floats([]float64{0, 0, inf, 0, inf, inf, inf, inf, 0, 0, 0, 0}, 3, 4)
	for name, c := range map[string]attentionCase{"seen": hide, "added": add} {
		t.Run(name, func(t *testing.T) {
			y := evaluate(t, c.f, c.operands()...).Float64s()
			require.Equal(t, []float64{0, 0}, y[2:4])
			require.NotContains(t, append(append([]float64{}, y[:2]...), y[4:]...), 0.0)
			grads := gradients(t, c.f, gradcheck.Random(2, 1, 1, 3, 2), c.operands()...)
			require.Equal(t, []float64{0, 0}, grads[0].Float64s()[2:4])
			for i, g := range grads {
				for _, v := range g.Float64s() {
					require.False(t, math.IsNaN(v), "operand %d", i)
				}
			}
			if name == "added" {
				require.Equal(t, []float64{0, 0, 0, 0}, grads[3].Float64s()[4:8])
			}
		})
	}
	none := s.randomCase(1)
	none.length = gradcheck.Ints([]int{0})
	require.Equal(t, make([]float64, 6), evaluate(t, none.f, none.operands()...).Float64s())
	for _, g := range gradients(t, none.f, gradcheck.Random(2, 1, 1, 3, 2), none.operands()...) {
		require.Equal(t, make([]float64, len(g.Float64s())), g.Float64s())
	}
}

// NaN is passed on as in PyTorch, not mistaken for nothing to see, and it stays
// in its own row.
func TestAttentionPassesNaNOn(t *testing.T) {
	c := attentionSizes{batch: 1, heads: 1, kvHeads: 1, query: 2, key: 3, d: 2, dv: 2}.randomCase(1)
	c.q.Float64s()[0] = math.NaN()
	y := evaluate(t, c.f, c.operands()...).Float64s()
	require.True(t, math.IsNaN(y[0]) && math.IsNaN(y[1]))
	require.False(t, math.IsNaN(y[2]) || math.IsNaN(y[3]))
}

// Large scores neither overflow nor vanish.
func TestAttentionOfLargeScores(t *testing.T) {
	c := attentionSizes{batch: 1, heads: 1, kvHeads: 1, query: 2, key: 3, d: 2, dv: 2}.randomCase(1)
	c.config.Scale = 1e30
	y := evaluate(t, c.f, singles(c.operands())...).Float32s()
	for _, v := range y {
		require.Contains(t, singles([]*tensor.Dense{c.v})[0].Float32s(), v, "all attention goes to one key")
	}
}

func TestAttentionDropsAnewEachStep(t *testing.T) {
	c := small.randomCase(1)
	c.config = ops.AttentionConfig{Dropout: 0.5, Key: 7}
	env := &ops.Env{Training: true, Seed: 2, Step: 1}
	b := bind(t, c.f, env, c.operands()...)
	run := func() []float64 { b.run(t); return append([]float64{}, b.out.F64...) }
	first := run()
	require.Equal(t, first, run())
	env.Step = 2
	require.NotEqual(t, first, run())

	s := c.sizes()
	dy := make([]float64, s.batch*s.heads*s.query*s.dv)
	want := plainAttention(c, dy, kernel.NewDrops(kernel.NewStream(2, 7, 2), 0.5))
	require.InDeltaSlice(t, want.out, b.out.F64, 1e-13)

	env.Training = false
	c.config.Dropout = 0
	want = plainAttention(c, dy, kernel.Drops{})
	require.InDeltaSlice(t, want.out, run(), 1e-13)
}

func TestAttentionChecksLengths(t *testing.T) {
	c := small.randomCase(1)
	for message, length := range map[string]*tensor.Dense{
		"length[1] is 6: want 0 to 5":  gradcheck.Ints([]int{5, 6}, 2),
		"length[0] is -1: want 0 to 5": gradcheck.Ints([]int{-1, 6}, 2),
		"length is 6: want 0 to 5":     gradcheck.Ints([]int{6}),
	} {
		c.length = length
		y, err := c.f(inputs(c.operands())...)
		require.NoError(t, err)
		_, err = gradcheck.Run(y)
		require.ErrorContains(t, err, message)
	}
}

func TestAttentionRefuses(t *testing.T) {
	f32 := func(shape ...int) *tensor.Dense { return normal32(1, shape...) }
	q, k, v := f32(2, 6, 4, 8), f32(2, 3, 5, 8), f32(2, 3, 5, 7)
	const operands = "attention: q [2, 6, 4, 8] · k [2, 3, 5, 8] · v [2, 3, 5, 7]"
	for _, c := range []struct {
		message               string
		q, k, v, mask, length *tensor.Dense
		config                ops.AttentionConfig
	}{
		{"attention: q [2, 4, 8] · k [2, 3, 5, 8] · v [2, 3, 5, 7]: q has rank 3, want 4: [batch, heads, seq, d]",
			f32(2, 4, 8), k, v, nil, nil, ops.AttentionConfig{}},
		{"attention: q [2, 6, 4, 8] · k float64 [2, 3, 5, 8] · v [2, 3, 5, 7]: k is float64, want float32 or float64, the same for all",
			q, gradcheck.Random(1, 2, 3, 5, 8), v, nil, nil, ops.AttentionConfig{}},
		{"attention: q [2, 6, 4, 8] · k [1, 3, 5, 8] · v [2, 3, 5, 7]: k's batch 1, want 2",
			q, f32(1, 3, 5, 8), v, nil, nil, ops.AttentionConfig{}},
		{"attention: q [2, 6, 4, 8] · k [2, 4, 5, 8] · v [2, 3, 5, 7]: 6 heads are not a multiple of k's 4",
			q, f32(2, 4, 5, 8), v, nil, nil, ops.AttentionConfig{}},
		{"attention: q [2, 6, 4, 8] · k [2, 3, 5, 9] · v [2, 3, 5, 7]: k's last axis 9, want 8",
			q, f32(2, 3, 5, 9), v, nil, nil, ops.AttentionConfig{}},
		{"attention: q [2, 6, 4, 8] · k [2, 3, 5, 8] · v [2, 3, 6, 7]: v's first three axes [2, 3, 6], want k's [2, 3, 5]",
			q, k, f32(2, 3, 6, 7), nil, nil, ops.AttentionConfig{}},
		{operands + " · mask [4, 4]: mask [4, 4] does not broadcast to [batch, heads, query, key] = [2, 6, 4, 5]",
			q, k, v, f32(4, 4), nil, ops.AttentionConfig{}},
		{operands + " · mask [1, 1, 1, 1, 5]: mask [1, 1, 1, 1, 5] does not broadcast to [batch, heads, query, key] = [2, 6, 4, 5]",
			q, k, v, f32(1, 1, 1, 1, 5), nil, ops.AttentionConfig{}},
		{operands + " · mask int [5]: mask is int, want bool or float32",
			q, k, v, gradcheck.Ints([]int{1, 1, 1, 1, 1}, 5), nil, ops.AttentionConfig{}},
		{operands + " · length int [3]: length int [3], want int [] or [2]",
			q, k, v, nil, gradcheck.Ints([]int{1, 1, 1}, 3), ops.AttentionConfig{}},
		{"attention: dropout: probability 2: want 0 to 1", q, k, v, nil, nil, ops.AttentionConfig{Dropout: 2}},
		{"attention: scale +Inf: want a finite number, or 0 for 1/√d", q, k, v, nil, nil, ops.AttentionConfig{Scale: math.Inf(1)}},
		{"attention: soft cap -1: want a finite number above 0, or 0 for none", q, k, v, nil, nil, ops.AttentionConfig{SoftCap: -1}},
		{"attention: window of -1 keys: want 1 or more, or 0 for none", q, k, v, nil, nil, ops.AttentionConfig{Window: -1}},
		{"attention: 2 slopes for 6 heads: want one for each", q, k, v, nil, nil, ops.AttentionConfig{Slopes: []float64{1, 2}}},
		{"attention: slope 5 is NaN: want a finite number", q, k, v, nil, nil, ops.AttentionConfig{Slopes: []float64{0, 0, 0, 0, 0, math.NaN()}}},
	} {
		a := attentionCase{c.q, c.k, c.v, c.mask, c.length, c.config}
		refuses(t, c.message, a.f, a.operands()...)
	}
	_, err := ops.Attention(nil, nil, nil, nil, nil, ops.AttentionConfig{})
	require.EqualError(t, err, "attention: operand 0 is nil")
}

// manyRows is float32 operands in several blocks and chunks, with a mask that
// all heads share.
func manyRows() attentionCase {
	c := attentionSizes{batch: 1, heads: 4, kvHeads: 2, query: 150, key: 170, d: 16, dv: 8}.randomCase(1)
	c.mask = gradcheck.Random(3, 150, 170)
	c.config = ops.AttentionConfig{
		Causal: true, Dropout: 0.1, Key: 1, SoftCap: 3, Window: 140, Slopes: []float64{0.1, 0.2, 0, 0.4},
	}
	return c
}

func TestAttentionBits(t *testing.T) {
	c := manyRows()
	sameForAllTeams(t, c.f, singles(c.operands())...)
	sameForAllTeams(t, c.weights, singles([]*tensor.Dense{c.q, c.k, c.mask})...)
}

func TestAttentionAllocatesNothing(t *testing.T) {
	c := manyRows()
	require.Less(t, allocates(t, c.f, singles(c.operands())...), uint64(20))
	require.Less(t, allocates(t, c.weights, singles([]*tensor.Dense{c.q, c.k, c.mask})...), uint64(20))
}

func ExampleAttentionConfig() {
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", dense([]float64{1, 2, 3}, 1, 1, 3, 1))
	same := gradcheck.Input(g, "zeros", dense([]float64{0, 0, 0}, 1, 1, 3, 1))
	y, err := ops.Attention(same, same, x, nil, nil, ops.AttentionConfig{Causal: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := gradcheck.Run(y)
	fmt.Println(values[0].Float64s(), err) // means of what stands before
	// Output: [1 1.5 2] <nil>
}

func ExampleAttention() {
	g := gorgonia.NewGraph()
	q := gradcheck.Input(g, "q", dense([]float64{1, 0}, 1, 1, 1, 2))
	k := gradcheck.Input(g, "k", dense([]float64{9, 0, 0, 9, 9, 0}, 1, 1, 3, 2))
	v := gradcheck.Input(g, "v", dense([]float64{10, 20, 30}, 1, 1, 3, 1))
	seen := gradcheck.Input(g, "seen", dense([]bool{true, true, false}, 3))
	y, err := ops.Attention(q, k, v, seen, nil, ops.AttentionConfig{Scale: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := gradcheck.Run(y)
	fmt.Printf("%.2f %v\n", values[0].Float64s()[0], err)
	// Output: 10.00 <nil>
}
