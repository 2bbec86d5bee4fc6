package ops

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// attentionMemory counts the bytes that an attention of 12 heads asks for beside its
// operands, its result and their gradients: what is kept of the weights, and the rest.
func attentionMemory(c AttentionConfig, dtype tensor.Dtype, batch, n, d int) (kept, rest int) {
	a, x := attention{AttentionConfig: c, valueAt: 2}, Type{Dtype: dtype, Shape: []int{batch, 12, n, d}}
	in := []Type{x, x, x}
	bytes := func(t Type) int { return t.Size() * int(dtype.Size()) }
	saved := a.saved(in)
	for _, t := range saved[1:] {
		kept += bytes(t)
	}
	rest = bytes(saved[0])
	for _, t := range a.scratch(in) {
		rest += bytes(t)
	}
	s := a.sizes(in)
	workers := &attending[float32]{attention: a, attentionSizes: s}
	return kept, rest + int(dtype.Size())*workers.scratchSize(s.d, 0)
}

// Memory is no more than a constant and what grows with the length of a text: of
// weights no more than keptBytes are kept, whatever the sizes are.
func TestAttentionMemoryIsLinear(t *testing.T) {
	for _, dtype := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
		for _, c := range []AttentionConfig{{}, {Causal: true}, {SoftCap: 5}, {Dropout: 0.1}} {
			for _, batch := range []int{1, 8} {
				before := 0
				for n := 64; n <= 1<<16; n *= 2 {
					kept, rest := attentionMemory(c, dtype, batch, n, 64)
					require.LessOrEqual(t, kept, keptBytes, "%+v: batch %d of %d", c, batch, n)
					if n > 512 {
						require.LessOrEqual(t, rest, 2*before, "%+v: batch %d of %d", c, batch, n)
					}
					if c.Dropout > 0 || n >= 2048 {
						require.Zero(t, kept, "%+v: batch %d of %d", c, batch, n)
					}
					before = rest
				}
			}
		}
	}
}

// What trains models of short texts is kept whole, and of more the first pairs.
func TestAttentionKeepsWeightsThatFit(t *testing.T) {
	for _, c := range []struct{ batch, heads, n, pairs int }{
		{16, 4, 128, 64}, // BERT-mini
		{1, 12, 128, 12}, // BERT-base
		{8, 12, 512, 7},  // of 96
		{1, 4, 1024, 1},
		{1, 4, 2048, 0},
	} {
		a, x := attention{valueAt: 2}, Type{Dtype: tensor.Float32, Shape: []int{c.batch, c.heads, c.n, 64}}
		require.Equal(t, c.pairs, a.keptPairs(x, a.sizes([]Type{x, x, x})), "%+v", c)
	}
}
