package gpt_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever computes a position, alone with a cache or among others in a full pass,
// computes it in the same order: the logits have the same bits.
func TestDecodingHasTheBitsOfAFullPass(t *testing.T) {
	for _, dir := range folders {
		m := load(t, dir)
		d := decoding(t, m, 0)
		seen := [][]int{{5, 9, 1, 44, 3, 17}, {60, 2}, {12}}
		got, err := d.Prefill(seen)
		require.NoError(t, err)
		for step := range 20 {
			tokens := make([]int, len(seen))
			for row := range seen {
				require.Equal(t, full(t, m, seen[row]), got[row], "%s: row %d, step %d", dir, row, step)
				tokens[row] = (11*step + 29*row + step*step) % 61
				seen[row] = append(seen[row], tokens[row])
			}
			got, err = d.Step(tokens)
			require.NoError(t, err)
		}
	}
}
