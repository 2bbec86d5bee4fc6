package weights

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

func TestAttachedIsMadeOncePerKey(t *testing.T) {
	e, err := New(1).Declare("w", tensor.Float32, nil, 2, 3)
	require.NoError(t, err)
	var made atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got := e.Attached("a", func() any { made.Add(1); return "of a" })
			require.Equal(t, "of a", got)
		})
	}
	wait.Wait()
	require.EqualValues(t, 1, made.Load())
	require.Equal(t, 2, e.Attached(3, func() any { return 2 }))
	require.Equal(t, "of a", e.Attached("a", func() any { return "another" }))
}
