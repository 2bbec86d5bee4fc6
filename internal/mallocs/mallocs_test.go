package mallocs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/mallocs"
)

var kept [][]byte

func TestFewest(t *testing.T) {
	n := 0
	require.Zero(t, mallocs.Fewest(100, func() { n++ }))
	require.GreaterOrEqual(t, n, 100)
	require.GreaterOrEqual(t, mallocs.Fewest(100, func() { kept = append(kept[:0], make([]byte, 100)) }), uint64(100))
}

// What only the first round allocates is no steady state's.
func TestFewestOfRounds(t *testing.T) {
	calls := 0
	require.Zero(t, mallocs.Fewest(10, func() {
		if calls++; calls <= 10 {
			kept = append(kept, make([]byte, 100))
		}
	}))
	require.Greater(t, calls, 10)
}
