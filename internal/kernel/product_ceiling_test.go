package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Operations grow with the steps and with the workers; plain Go has no ceiling.
func TestProductCeilingCountsOperations(t *testing.T) {
	one, two := NewTeam(1), NewTeam(2)
	defer one.Close()
	defer two.Close()
	n := ProductCeiling(one, 10)
	if current == plain {
		require.Zero(t, n)
		return
	}
	require.Positive(t, n)
	require.Equal(t, 2*n, ProductCeiling(one, 20))
	require.Equal(t, 2*n, ProductCeiling(two, 10))
}
