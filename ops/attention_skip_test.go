package ops

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// multiplied counts the scores that a pass over a text computes.
func multiplied(c AttentionConfig, query, key int) (n int) {
	sizes := attentionSizes{batch: 1, heads: 2, kvHeads: 2, query: query, key: key, d: 8, width: 8}
	a := attending[float32]{attention: attention{AttentionConfig: c}, attentionSizes: sizes, call: &Call{}}
	for pair := range sizes.pairs() {
		for i := range sizes.blocks() {
			b := sizes.block(pair, i)
			for from := a.begins(b); from < a.sees(b, b.rows-1); from += blockKeys {
				p := a.part(nil, b, from)
				for row := range b.rows {
					n += p.Seen(row)
				}
			}
		}
	}
	return n
}

// A causal pass computes half of the scores, and a window about as many as it shows:
// up to a block of keys more for each query.
func TestAttentionComputesWhatIsSeen(t *testing.T) {
	const n = 4096
	full := multiplied(AttentionConfig{}, n, n)
	require.Equal(t, 2*n*n, full)
	require.Equal(t, 2*n*(n+1)/2, multiplied(AttentionConfig{Causal: true}, n, n))
	for _, window := range []int{1, 100, 256, 1000} {
		most := 2 * n * (window + blockKeys + blockRows)
		causal := multiplied(AttentionConfig{Causal: true, Window: window}, n, n)
		require.LessOrEqual(t, causal, most, "window of %d", window)
		require.GreaterOrEqual(t, causal, 2*n*window-2*window*window)
		require.LessOrEqual(t, multiplied(AttentionConfig{Window: window}, n, n), most+2*n*window, "window of %d, both ways", window)
	}
}
