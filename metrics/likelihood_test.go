package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/metrics"
)

func TestPerplexity(t *testing.T) {
	require.InDelta(t, 65, metrics.Perplexity(1000*math.Log(65), 1000), 1e-10) // a uniform guess
	require.InDelta(t, 2.718281828459045, metrics.Perplexity(7, 7), 1e-15)
	require.Equal(t, 1.0, metrics.Perplexity(0, 12))
	// p = 1/2, 1/4, 1/8: their geometric mean is 1/4.
	require.InDelta(t, 4, metrics.Perplexity(-math.Log(0.5)-math.Log(0.25)-math.Log(0.125), 3), 1e-14)
}

func TestBits(t *testing.T) {
	// nanoGPT's published loss of 1.88 nats a character is 2.712 bits.
	require.InDelta(t, 2.7122666768, metrics.BitsPerCharacter(188, 100), 1e-9)
	require.InDelta(t, 3, metrics.BitsPerByte(8*math.Log(8), 8), 1e-15)
	// 春 is one character and three bytes.
	require.InDelta(t, 6, metrics.BitsPerCharacter(6*math.Ln2, 1), 1e-15)
	require.InDelta(t, 2, metrics.BitsPerByte(6*math.Ln2, 3), 1e-15)
}

func TestLikelihoodOfNothing(t *testing.T) {
	for _, count := range []int{0, -1} {
		require.True(t, math.IsNaN(metrics.Perplexity(1, count)))
		require.True(t, math.IsNaN(metrics.BitsPerCharacter(1, count)))
		require.True(t, math.IsNaN(metrics.BitsPerByte(1, count)))
	}
}

func TestLikelihoodHidesNothing(t *testing.T) {
	require.True(t, math.IsInf(metrics.Perplexity(math.Inf(1), 3), 1))
	require.True(t, math.IsInf(metrics.BitsPerByte(math.Inf(1), 3), 1))
	require.True(t, math.IsNaN(metrics.Perplexity(math.NaN(), 3)))
	require.True(t, math.IsInf(metrics.Perplexity(1e6, 1), 1), "an overflow")
}
