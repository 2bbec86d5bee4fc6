package weights

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var gpt2 = Layout{
	{File: "h.{i}.attn.c_attn.weight", Transpose: true, Store: []string{
		"layer.{i}.query.weight", "layer.{i}.key.weight", "layer.{i}.value.weight"}},
	{File: "h.{i}.attn.c_attn.bias", Store: []string{
		"layer.{i}.query.bias", "layer.{i}.key.bias", "layer.{i}.value.bias"}},
	{File: "h.{i}.mlp.c_fc.weight", Transpose: true, Store: []string{"layer.{i}.up.weight"}},
}

var bert = []Layout{
	{{File: "bert.{rest...}", Store: []string{"{rest...}"}, Alternative: true}},
	{
		{File: "{at...}.gamma", Store: []string{"{at...}.weight"}, Alternative: true},
		{File: "{at...}.beta", Store: []string{"{at...}.bias"}, Alternative: true},
	},
}

// roundTrip opens, declares everything if it is told to, and saves; the bytes
// must be the same.
func roundTrip(t *testing.T, path string, layouts ...Layout) *Store {
	t.Helper()
	for _, declared := range []bool{false, true} {
		s := opened(t, path, layouts...)
		for _, p := range s.Paths() {
			if e, _ := s.Entry(p); declared {
				declare32(t, s, p, nil, e.Shape()...)
			}
		}
		back := filepath.Join(t.TempDir(), "back.safetensors")
		require.NoError(t, s.Save(back, layouts...))
		require.Equal(t, read(t, path), read(t, back))
	}
	return opened(t, path, layouts...)
}

func value(t *testing.T, s *Store, path string, shape ...int) []float32 {
	t.Helper()
	return declare32(t, s, path, nil, shape...).Float32s()
}

func TestFusedAndTransposed(t *testing.T) {
	path := putModel(t, counting("h.0.attn.c_attn.weight", 2, 6), counting("h.0.attn.c_attn.bias", 6),
		counting("h.11.mlp.c_fc.weight", 2, 3), counting("wte.weight", 2, 2))
	s := roundTrip(t, path, gpt2)
	require.Equal(t, []float32{0, 6, 1, 7}, value(t, s, "layer.0.query.weight", 2, 2))
	require.Equal(t, []float32{2, 8, 3, 9}, value(t, s, "layer.0.key.weight", 2, 2))
	require.Equal(t, []float32{4, 10, 5, 11}, value(t, s, "layer.0.value.weight", 2, 2))
	require.Equal(t, []float32{2, 3}, value(t, s, "layer.0.key.bias", 2))
	require.Equal(t, []float32{0, 3, 1, 4, 2, 5}, value(t, s, "layer.11.up.weight", 3, 2))
	require.Equal(t, []float32{0, 1, 2, 3}, value(t, s, "wte.weight", 2, 2))
	require.NoError(t, s.Problems())
}

// A store that no file began is saved in the published layout too.
func TestLayoutOfNewStore(t *testing.T) {
	s := New(1)
	for _, name := range []string{"query", "key", "value"} {
		declare32(t, s, "layer.0."+name+".weight", Normal(1), 3, 2)
	}
	declare32(t, s, "norm.weight", Ones, 3)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	require.NoError(t, s.Save(path, append([]Layout{gpt2}, bert...)...))
	require.Equal(t, []string{"h.0.attn.c_attn.weight", "norm.weight"}, opened(t, path).Paths())
	back := opened(t, path, gpt2)
	e, _ := s.Entry("layer.0.key.weight")
	require.Equal(t, e.Float32s(), value(t, back, "layer.0.key.weight", 3, 2))

	declare32(t, s, "layer.1.query.weight", Normal(1), 3, 2)
	require.EqualError(t, s.Save(path, gpt2),
		`save m.safetensors: layout: "h.1.attn.c_attn.weight": the store lacks "layer.1.key.weight", a part of it`)
}

func TestAlternativesAreRemembered(t *testing.T) {
	path := putModel(t, counting("bert.norm.gamma", 2), counting("bert.norm.beta", 2),
		counting("bert.dense.weight", 2), counting("cls.norm.weight", 2), counting("cls.norm.beta", 2))
	s := roundTrip(t, path, bert...)
	require.Equal(t, []string{"cls.norm.bias", "cls.norm.weight", "dense.weight", "norm.bias", "norm.weight"}, s.Paths())

	plain := putModel(t, counting("norm.weight", 2), counting("norm.bias", 2))
	require.Equal(t, []string{"norm.bias", "norm.weight"}, roundTrip(t, plain, bert...).Paths())
}

func TestRotary(t *testing.T) {
	path := putModel(t, counting("wq.weight", 8, 1), counting("wq.bias", 8))
	layout := Layout{{File: "wq.{x}", Store: []string{"query.{x}"}, Permute: PairsToHalves(2)}}
	s := roundTrip(t, path, layout)
	want := []float32{0, 2, 1, 3, 4, 6, 5, 7}
	require.Equal(t, want, value(t, s, "query.weight", 8, 1))
	require.Equal(t, want, value(t, s, "query.bias", 8))

	// The inverse brings them back.
	back := filepath.Join(t.TempDir(), "model.safetensors")
	require.NoError(t, s.Save(back))
	layout = Layout{{File: "query.{x}", Store: []string{"wq.{x}"}, Permute: HalvesToPairs(2)}}
	require.Equal(t, []float32{0, 1, 2, 3, 4, 5, 6, 7}, value(t, opened(t, back, layout), "wq.weight", 8, 1))
}

func TestFusedByHead(t *testing.T) {
	path := putModel(t, counting("qkv", 12)) // [heads 2, parts 3, d 2]
	layout := Layout{{File: "qkv", Store: []string{"q", "k", "v"}, Permute: PartsFirst(2, 3)}}
	s := roundTrip(t, path, layout)
	require.Equal(t, []float32{0, 1, 6, 7}, value(t, s, "q", 4))
	require.Equal(t, []float32{4, 5, 10, 11}, value(t, s, "v", 4))
}

// Unequal shares, another axis than the first, other element sizes.
func TestSplitElsewhere(t *testing.T) {
	raw := make([]byte, 2*4*3)
	for i := range raw {
		raw[i] = byte(i)
	}
	for d, shape := range map[DType][]int{U8: {2, 4, 3}, BF16: {1, 4, 3}, F64: {1, 3, 1}} {
		axis := len(shape) - 2
		parts := []int{1, shape[axis] - 1}
		path := putModel(t, &blob{name: "ab", dtype: d, shape: shape, raw: raw})
		layout := Layout{{File: "ab", Store: []string{"a", "b"}, Axis: axis, Parts: parts}}
		s := opened(t, path, layout)
		back := filepath.Join(t.TempDir(), "m.safetensors")
		require.NoError(t, s.Save(back, layout))
		require.Equal(t, read(t, path), read(t, back))
		a, _ := s.Entry("a")
		require.Equal(t, 1, a.Shape()[axis])
	}
}

// Tensors of several tiles, compared with a plain loop over their elements.
func TestManyTiles(t *testing.T) {
	const rows, cols = 300, 104 // in the file
	path := putModel(t, counting("ab", rows, cols))
	for _, c := range []struct {
		rule  Rule
		share int // of the axis that a has; b has the rest
	}{
		{Rule{Axis: 0, Parts: []int{1, 3}}, 75},
		{Rule{Axis: 1, Parts: []int{1, 3}}, 26},
		{Rule{Axis: 0, Parts: []int{1, 3}, Transpose: true}, 26},
		{Rule{Axis: 1, Parts: []int{1, 3}, Transpose: true}, 75},
		{Rule{Axis: 1, Parts: []int{1, 1}, Transpose: true, Permute: PairsToHalves(13)}, 150},
	} {
		c.rule.File, c.rule.Store = "ab", []string{"a", "b"}
		s := roundTrip(t, path, Layout{c.rule})
		shape := []int{rows, cols}
		if c.rule.Transpose {
			shape = []int{cols, rows}
		}
		order, err := c.rule.Permute.order(shape[0])
		require.NoError(t, err)
		var want [2][]float32
		for i, row := range order {
			for j := range shape[1] {
				x := row*cols + j
				if c.rule.Transpose {
					x = j*cols + row
				}
				part := 0
				if []int{i, j}[c.rule.Axis] >= c.share {
					part = 1
				}
				want[part] = append(want[part], float32(x))
			}
		}
		for part, name := range c.rule.Store {
			e, _ := s.Entry(name)
			require.Equal(t, want[part], value(t, s, name, e.Shape()...), "%+v", c.rule)
		}
	}
}

// Without elements an axis may say that it is of any size.
func TestEmptyTensorsAreMoved(t *testing.T) {
	for _, shape := range [][]int{{0, 8}, {8, 0}, {math.MaxInt - 1, 0}, {0, math.MaxInt - 1}} {
		path := putModel(t, &blob{name: "ab", dtype: F32, shape: shape, raw: []byte{}})
		for axis, turn := range []bool{shape[0] == 0, shape[1] == 0} {
			s := roundTrip(t, path, Layout{{File: "ab", Store: []string{"a", "b"}, Axis: axis, Transpose: turn}})
			require.Equal(t, []string{"a", "b"}, s.Paths())
		}
	}
}

func TestLayoutErrors(t *testing.T) {
	one := []string{"b"}
	for _, c := range []struct {
		rule Rule
		want string
	}{
		{Rule{File: "a"}, `layout: rule 0, "a": names no path of the store`},
		{Rule{File: "a{", Store: one}, `layout: rule 0, "a{": pattern "a{": want a name with placeholders like {i} or {rest...}`},
		{Rule{File: "a.{i}", Store: one}, `layout: rule 0, "a.{i}": "a.{i}" and "b" have different placeholders`},
		{Rule{File: "a.{i}.{i}", Store: one}, `layout: rule 0, "a.{i}.{i}": {i} stands twice in "a.{i}.{i}"`},
		{Rule{File: "a", Store: one, Parts: []int{0}}, `layout: rule 0, "a": parts [0], want a positive one for each of 1 paths`},
		{Rule{File: "a", Store: one, Transpose: true}, `layout: "a": shape [6] cannot be transposed, want two axes`},
		{Rule{File: "a", Store: []string{"b", "c", "d", "e"}}, `layout: "a": axis 0 of [6] does not divide into [1, 1, 1, 1]`},
		{Rule{File: "a", Store: []string{"b", "c"}, Axis: 1}, `layout: "a": shape [6] has no axis 1 to split`},
		{Rule{File: "a", Store: one, Permute: PairsToHalves(4)}, `layout: "a": 6 rows are not of axes [4 -1 2]`},
		{Rule{File: "a", Store: one, Permute: Permutation{Axes: []int{6}, Order: []int{1}}},
			`layout: "a": permutation order [1] does not name each axis of [6] once`},
		{Rule{File: "a", Store: []string{"z"}}, `"z": two tensors of the file have this path`},
	} {
		path := putModel(t, counting("a", 6), counting("z", 1))
		_, err := Open(path, Layout{c.rule})
		require.EqualError(t, err, "open model.safetensors: "+c.want)
	}
	_, err := Open(putModel(t, counting("a", 1)), Layout{{File: "x", Store: one}, {File: "a", Store: one}})
	require.EqualError(t, err, `open model.safetensors: layout: "a" is read as "b", which would be saved as "x"`)
}

func TestJoinErrors(t *testing.T) {
	layout := Layout{{File: "ab", Store: []string{"a", "b"}}}
	s := New(0)
	declare32(t, s, "a", nil, 2)
	declare32(t, s, "b", nil, 3)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	require.ErrorContains(t, s.Save(path, layout), `layout: "ab": axis 0 of [5] does not divide into [1, 1]`)
	require.NoError(t, s.PutInt64s("c", []int64{1, 2}, 2))
	layout[0].Store[1] = "c"
	require.ErrorContains(t, s.Save(path, layout), `layout: "ab": "a" is F32 and "c" is I64: one tensor has one dtype`)
	layout[0] = Rule{File: "b", Store: []string{"a"}}
	require.ErrorContains(t, s.Save(path, layout), `"b": two entries would have this name`)
}
