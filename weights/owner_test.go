package weights_test

import (
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

func TestOwner(t *testing.T) {
	store, other := weights.New(1), weights.New(1)
	for _, s := range []*weights.Store{store, other} {
		e, err := s.Declare("w", tensor.Float32, nil, 2, 3)
		require.NoError(t, err)
		require.Same(t, s, weights.Owner(e.Value()))
		require.Nil(t, weights.Owner(e.Value().Clone().(*tensor.Dense)))
	}
	require.Nil(t, weights.Owner(nil))
	require.Nil(t, weights.Owner(tensor.New(tensor.WithShape(2), tensor.WithBacking([]float32{1, 2}))))

	path := filepath.Join(t.TempDir(), "model.safetensors")
	require.NoError(t, store.Save(path))
	opened, err := weights.Open(path)
	require.NoError(t, err)
	defer opened.Close()
	e, err := opened.Declare("w", tensor.Float32, nil, 2, 3)
	require.NoError(t, err)
	require.Same(t, opened, weights.Owner(e.Value()))
	again, err := opened.Declare("w", tensor.Float32, nil, 2, 3)
	require.NoError(t, err)
	require.Same(t, opened, weights.Owner(again.Value()))
}

// A tensor that outlives its store has no owner: nothing keeps the store.
func TestOwnerKeepsNothing(t *testing.T) {
	value := func() *tensor.Dense {
		e, err := weights.New(1).Declare("w", tensor.Float32, nil, 2)
		require.NoError(t, err)
		return e.Value()
	}()
	for range 2 {
		runtime.GC()
	}
	require.Nil(t, weights.Owner(value))
	runtime.KeepAlive(value)
}
