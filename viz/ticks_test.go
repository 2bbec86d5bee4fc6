package viz

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func labels(t ticks, low, high float64) (found []string) {
	for _, m := range t.Ticks(low, high) {
		found = append(found, m.Label)
	}
	return found
}

func TestTicks(t *testing.T) {
	require.Equal(t, []string{"0", "500", "1,000", "1,500", "2,000"}, labels(ticks{wanted: 4}, 0, 2000))
	require.Equal(t, []string{"1.5", "2.0", "2.5", "3.0", "3.5", "4.0"}, labels(ticks{wanted: 6}, 1.45, 4.2))
	require.Equal(t, []string{"−0.2", "−0.1", "0", "0.1", "0.2"}, labels(ticks{wanted: 5}, -0.25, 0.25))
	require.Equal(t, []string{"0", "1,000,000", "2,000,000"}, labels(ticks{wanted: 2}, 0, 2e6))
	require.Equal(t, []string{"0", "1e+10", "2e+10"}, labels(ticks{wanted: 2}, 0, 2e10))
	require.Equal(t, []string{"0", "5e-09", "1e-08"}, labels(ticks{wanted: 2}, 0, 1e-8))
}

// Steps are whole: half of one is no place on their axis.
func TestTicksOfWholeNumbers(t *testing.T) {
	require.Equal(t, []string{"0", "1", "2"}, labels(ticks{wanted: 8, whole: true}, 0, 2))
	require.Equal(t, []string{"0", "1", "2", "3", "4", "5", "6", "7", "8"}, labels(ticks{wanted: 8, whole: true}, 0, 8))
	require.Equal(t, []string{"0", "0.5", "1.0"}, labels(ticks{wanted: 2}, 0, 1), "others need not be")
}
