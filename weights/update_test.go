package weights

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

func TestSet(t *testing.T) {
	s := opened(t, putModel(t, counting("a", 2, 2)))
	value := tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]float32{4, 3, 2, 1}))
	require.NoError(t, s.Set("a", value))
	e, _ := s.Entry("a")
	require.Equal(t, []float32{4, 3, 2, 1}, e.Float32s())
	require.Equal(t, uint64(1), e.Version())
	turned, err := tensor.Transpose(value)
	require.NoError(t, err)
	require.NoError(t, s.Set("a", turned.(*tensor.Dense)))
	require.Equal(t, []float32{4, 2, 3, 1}, e.Float32s())
	lazy := value.Clone().(*tensor.Dense)
	require.NoError(t, lazy.T())
	require.NoError(t, s.Set("a", lazy))
	require.Equal(t, []float32{4, 2, 3, 1}, e.Float32s())
	column, err := value.Slice(nil, tensor.S(1))
	require.NoError(t, err)
	require.EqualError(t, s.Set("a", column.(*tensor.Dense)), `set "a": the entry has shape [2, 2], want [2]`)
	require.EqualError(t, s.Set("b", value), `set "b": model.safetensors has no such entry`)
	require.EqualError(t, s.Set("a", nil), `set "a": the value is nil`)
}

// However value lies in memory, it arrives row after row.
func TestSetOfAnyLayout(t *testing.T) {
	rows := tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float32{1, 4, 2, 5, 3, 6}))
	columns := tensor.New(tensor.WithShape(2, 3), tensor.AsFortran([]float32{1, 4, 2, 5, 3, 6})) // given by rows
	require.Equal(t, []float32{1, 5, 4, 3, 2, 6}, columns.Data())
	cube := tensor.New(tensor.WithShape(2, 2, 2), tensor.AsFortran([]float64{0, 1, 2, 3, 4, 5, 6, 7}))
	lazy := columns.Clone().(*tensor.Dense)
	require.NoError(t, lazy.T())
	part := func(d *tensor.Dense, at ...tensor.Slice) *tensor.Dense {
		v, err := d.Slice(at...)
		require.NoError(t, err)
		return v.(*tensor.Dense)
	}
	for name, c := range map[string]struct {
		value *tensor.Dense
		want  any
	}{
		"row-major":            {rows, []float32{1, 4, 2, 5, 3, 6}},
		"column-major":         {columns, []float32{1, 4, 2, 5, 3, 6}},
		"three axes":           {cube, []float64{0, 1, 2, 3, 4, 5, 6, 7}},
		"a part of three axes": {part(cube, nil, tensor.S(1), nil), []float64{2, 3, 6, 7}},
		"transposed lazily":    {lazy, []float32{1, 5, 4, 3, 2, 6}},
		"columns of rows":      {part(rows, nil, tensor.S(1, 3)), []float32{4, 2, 3, 6}},
		"columns of columns":   {part(columns, nil, tensor.S(1, 3)), []float32{4, 2, 3, 6}},
		"every other column":   {part(rows, nil, tensor.S(0, 3, 2)), []float32{1, 2, 5, 6}},
		"one row of columns":   {part(columns, tensor.S(1)), []float32{5, 3, 6}},
		"one column of rows":   {part(rows, nil, tensor.S(1)), []float32{4, 3}},
		"one element":          {part(columns, tensor.S(1), tensor.S(2)), []float32{6}},
		"a column":             {tensor.New(tensor.WithShape(2, 1), tensor.AsFortran([]float32{8, 9})), []float32{8, 9}},
		"a row":                {tensor.New(tensor.WithShape(1, 2), tensor.AsFortran([]float32{8, 9})), []float32{8, 9}},
		"a single one":         {tensor.New(tensor.WithShape(1, 1), tensor.WithBacking([]float32{8})), []float32{8}},
	} {
		s := New(0)
		e, err := s.Declare("w", c.value.Dtype(), nil, c.value.Shape()...)
		require.NoError(t, err, name)
		require.NoError(t, s.Set("w", c.value), name)
		if c.value.Dtype() == tensor.Float64 {
			require.Equal(t, c.want, e.Float64s(), name)
		} else {
			require.Equal(t, c.want, e.Float32s(), name)
		}
	}
}
