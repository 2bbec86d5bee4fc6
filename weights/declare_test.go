package weights

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

func TestDeclareIgnoresOrder(t *testing.T) {
	a, b := New(3), New(3)
	declare32(t, a, "x", Normal(1), 5)
	y := declare32(t, a, "y", Normal(1), 5)
	y2 := declare32(t, b, "y", Normal(1), 5)
	require.Equal(t, y.Float32s(), y2.Float32s())
	require.NotEqual(t, y.Float32s(), declare32(t, b, "x", Normal(1), 5).Float32s())
	require.NotEqual(t, y.Float32s(), declare32(t, New(4), "y", Normal(1), 5).Float32s())
}

func TestDeclareSameDrawInBothPrecisions(t *testing.T) {
	x := declare32(t, New(1), "w", Normal(1), 7)
	y, err := New(1).Declare("w", tensor.Float64, Normal(1), 7)
	require.NoError(t, err)
	for i, v := range y.Float64s() {
		require.Equal(t, float32(v), x.Float32s()[i])
	}
	require.Nil(t, y.Float32s())
	require.Equal(t, F64, y.Dtype())
}

func TestDeclareAgain(t *testing.T) {
	s := New(0)
	e := declare32(t, s, "w", Ones, 2, 3)
	require.Same(t, e, declare32(t, s, "w", Zeros, 2, 3))
	require.Same(t, &e.Float32s()[0], &e.Value().Float32s()[0])
	_, err := s.Declare("w", tensor.Float64, nil, 3, 2)
	require.EqualError(t, err, `declare "w": shape [3, 2], declared before as [2, 3]; dtype float64, declared before as float32`)
}

func TestDeclareImpossible(t *testing.T) {
	s := New(0)
	for _, c := range []struct {
		path  string
		dt    tensor.Dtype
		shape []int
		want  string
	}{
		{"w", tensor.Float32, []int{2, -1}, `declare "w": shape [2, -1] has a negative axis`},
		{"w", tensor.Float32, []int{1 << 30, 1 << 30, 1 << 30}, `declare "w": shape [1073741824, 1073741824, 1073741824] has more elements than can be counted`},
		{"w", tensor.Float32, []int{2, math.MaxInt / 16}, fmt.Sprintf(`declare "w": shape [2, %d] has %d elements, more than %d`,
			math.MaxInt/16, math.MaxInt/16*2, requestLimit)},
		{"w", tensor.Int, []int{2}, `declare "w": dtype int, want float32 or float64`},
		{"", tensor.Float32, []int{2}, `declare "": the path is empty`},
		{"__metadata__", tensor.Float32, nil, `declare "__metadata__": that path is reserved by safetensors`},
		{"a\xff", tensor.Float32, nil, `declare "a\xff": the path is not UTF-8`},
	} {
		_, err := s.Declare(c.path, c.dt, nil, c.shape...)
		require.EqualError(t, err, c.want)
	}
	require.Zero(t, s.Len())
}

// Of no elements, so that the other axes may be anything.
func TestDeclareEmptyAndHuge(t *testing.T) {
	for name, init := range map[string]Initializer{
		"xavier": XavierUniform(1), "kaiming": KaimingNormal(1), "orthogonal": Orthogonal(1), "zeros": nil,
	} {
		require.Empty(t, declare32(t, New(0), name, init, 0, 2, math.MaxInt, math.MaxInt).Float32s())
	}
}

func TestDeclareScalarAndEmpty(t *testing.T) {
	s := New(0)
	scalar := declare32(t, s, "scalar", Constant(3))
	require.Equal(t, []float32{3}, scalar.Float32s())
	require.True(t, scalar.Value().IsScalar())
	empty := declare32(t, s, "empty", Ones, 2, 0)
	require.NotNil(t, empty.Float32s())
	require.Nil(t, empty.Value())
	path := filepath.Join(t.TempDir(), "m.safetensors")
	require.NoError(t, s.Save(path))
	back := opened(t, path)
	require.NotNil(t, declare32(t, back, "empty", nil, 2, 0).Float32s())
	require.Equal(t, []float32{3}, declare32(t, back, "scalar", nil).Float32s())
	require.NoError(t, back.Check())
}

func TestProblems(t *testing.T) {
	path := putModel(t, counting("a", 2, 3), counting("b", 2), counting("c", 1),
		&blob{name: "ids", dtype: I64, shape: []int{1}, raw: make([]byte, 8)})
	s := opened(t, path)
	require.Equal(t, []float32{0, 1, 2, 3, 4, 5}, declare32(t, s, "a", nil, 2, 3).Float32s())
	require.NoError(t, s.Problems())
	require.Equal(t, []float32{1, 1, 1}, declare32(t, s, "b", Ones, 3).Float32s())
	require.Equal(t, []float32{1}, declare32(t, s, "ids", Ones, 1).Float32s())
	head := declare32(t, s, "head", Ones, 4)
	require.Same(t, head, declare32(t, s, "head", Ones, 4))
	problems := `model.safetensors: "b": shape [2], want [3]
model.safetensors: "head": missing, want shape [4]
model.safetensors: "ids": dtype I64, want one of F32, F64, F16, BF16`
	require.EqualError(t, s.Problems(), problems)
	require.EqualError(t, s.Check(), problems+`
model.safetensors: "c": unexpected, F32 of shape [1]`)
	require.NoError(t, s.Ignore("{x}"))
	require.EqualError(t, s.Check(), problems)
}

// Fine-tuning: the new head is initialised by the seed and saved with the rest.
func TestNewHead(t *testing.T) {
	path := putModel(t, counting("body", 2), counting("head", 2))
	s := opened(t, path)
	s.SetSeed(9)
	require.Equal(t, uint64(9), s.Seed())
	declare32(t, s, "body", nil, 2)
	head := declare32(t, s, "head", Normal(1), 3)
	require.Equal(t, declare32(t, New(9), "head", Normal(1), 3).Float32s(), head.Float32s())
	require.Error(t, s.Problems())
	require.NoError(t, s.Save(path))
	back := opened(t, path)
	require.Equal(t, head.Float32s(), declare32(t, back, "head", nil, 3).Float32s())
	require.Equal(t, []float32{0, 1}, declare32(t, back, "body", nil, 2).Float32s())
	require.NoError(t, back.Check())
}

func TestTie(t *testing.T) {
	s := New(0)
	require.NoError(t, s.Tie("head.weight", "embedding.weight"))
	head := declare32(t, s, "head.weight", Ones, 2, 2)
	require.Same(t, head, declare32(t, s, "embedding.weight", Ones, 2, 2))
	require.Equal(t, "embedding.weight", head.Path())
	require.Equal(t, []string{"embedding.weight"}, s.Paths())
	require.NoError(t, s.Tie("head.weight", "embedding.weight"))
	require.EqualError(t, s.Tie("head.weight", "other"), `tie "head.weight" to "other": it is tied to "embedding.weight" already`)
	declare32(t, s, "other", nil, 1)
	require.EqualError(t, s.Tie("other", "embedding.weight"), `tie "other" to "embedding.weight": "other" was declared before`)
}

// Names that a file had for one entry are written back, what it holds now under
// each of them.
func TestTieIsSavedAsItWas(t *testing.T) {
	l := Layout{{File: "out", Store: []string{"b"}, Alternative: true}}
	for name, blobs := range map[string][]*blob{
		"both":            {counting("a", 3), counting("b", 3), counting("c", 1)},
		"alias":           {counting("b", 3), counting("c", 1)},
		"path":            {counting("a", 3), counting("c", 1)},
		"both, renamed":   {counting("a", 3), counting("c", 1), counting("out", 3)},
		"alias, renamed":  {counting("c", 1), counting("out", 3)},
		"shorter, before": {counting("0", 3), counting("a", 3), counting("b", 3)},
	} {
		path := putModel(t, blobs...)
		s := opened(t, path, l)
		require.NoError(t, s.Tie("b", "a"), name)
		a := declare32(t, s, "a", nil, 3)
		saved := filepath.Join(t.TempDir(), "model.safetensors")
		require.NoError(t, s.Save(saved, l), name)
		require.Equal(t, read(t, path), read(t, saved), name)

		require.NoError(t, s.Update(func() error { a.Float32s()[0] = 7; return nil }))
		require.NoError(t, s.Save(saved, l), name)
		again := opened(t, saved, l)
		require.NoError(t, again.Tie("b", "a"), name)
		require.Equal(t, []float32{7, 1, 2}, declare32(t, again, "a", nil, 3).Float32s(), name)
	}
	shape := opened(t, putModel(t, counting("a", 2, 3), counting("b", 3, 2)))
	require.ErrorContains(t, shape.Tie("b", "a"), "holds both, and they differ")
}

func TestTieOfFile(t *testing.T) {
	both := opened(t, putModel(t, counting("a", 3), counting("b", 3)))
	require.NoError(t, both.Tie("b", "a"))
	require.Equal(t, []string{"a"}, both.Paths())

	differ := opened(t, putModel(t, counting("a", 3), f32("b", []int{3}, 1, 2, 3)))
	require.EqualError(t, differ.Tie("b", "a"), `tie "b" to "a": model.safetensors holds both, and they differ`)

	alias := opened(t, putModel(t, counting("b", 3)))
	require.NoError(t, alias.Tie("b", "a"))
	require.Equal(t, []float32{0, 1, 2}, declare32(t, alias, "a", nil, 3).Float32s())
	require.NoError(t, alias.Check())
}
