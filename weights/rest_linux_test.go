package weights

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// What rests takes no memory, and is the same when it is read again.
func TestRestLetsGoOfMemory(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("measures memory")
	}
	s := load(t, bigModel(t, F32))
	defer s.Close()
	e, _ := s.Entry("layer.3.weight")
	_, err := s.Declare(e.Path(), tensor.Float32, nil, e.Shape()...)
	require.NoError(t, err)
	sum := total(e.Float32s())
	if !ofFile(floatBytes(e.Float32s())) {
		t.Skip("the system does not tell about pages")
	}
	before := status("VmRSS:")
	e.Rest()
	require.Less(t, status("VmRSS:"), before-(7<<20), "8 MB were in memory")
	require.Equal(t, sum, total(e.Float32s()))
}

// What was written stays, whether the store was told of it or not.
func TestRestKeepsWhatWasWritten(t *testing.T) {
	s := load(t, bigModel(t, F32))
	defer s.Close()
	for name, write := range map[string]func(e *Entry){
		"layer.1.weight": func(e *Entry) { e.Float32s()[4711] = 47 },
		"layer.2.weight": func(e *Entry) {
			require.NoError(t, s.Update(func() error { e.Float32s()[4711] = 47; return nil }))
		},
	} {
		e, _ := s.Entry(name)
		_, err := s.Declare(name, tensor.Float32, nil, e.Shape()...)
		require.NoError(t, err)
		write(e)
		e.Rest()
		require.EqualValues(t, 47, e.Float32s()[4711], name)
	}
}

// A number that never was in a file has none to come from.
func TestRestOfWhatIsInNoFile(t *testing.T) {
	e, err := New(1).Declare("w", tensor.Float32, Constant(3), 1024, 1024)
	require.NoError(t, err)
	e.Rest()
	require.EqualValues(t, 3, e.Float32s()[1<<20-1])
}

func total(xs []float32) (sum float64) {
	for _, x := range xs {
		sum += float64(x)
	}
	return sum
}
