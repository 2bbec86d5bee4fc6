package weights

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// A store of shapes holds no numbers, however many are asked for.
func TestNewShapes(t *testing.T) {
	s := NewShapes()
	require.NoError(t, s.Tie("b", "a"))
	a, err := s.Declare("a", tensor.Float32, Ones, 1<<20, 1<<18)
	require.NoError(t, err)
	require.Equal(t, []int{1 << 20, 1 << 18}, a.Shape())
	require.False(t, a.Declared())
	same, err := s.Declare("b", tensor.Float32, nil, 1<<20, 1<<18)
	require.NoError(t, err)
	require.Same(t, a, same)
	_, err = s.Declare("a", tensor.Float32, nil, 3)
	require.ErrorContains(t, err, "shape [3], declared before as")
	require.Equal(t, []string{"a"}, s.Paths())
}
