package golden_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/golden"
)

// y = a·x with a = [2, 3], x = [5, 7].
const product = `{"name": "product",
"params": {"ab": {"dtype": "float32", "shape": [2], "data": [2, 3]}},
"inputs": {"x": {"dtype": "float32", "shape": [2], "data": [5, 7]}},
"outputs": {"y": {"dtype": "float32", "shape": [2], "data": [10, 21]}},
"cotangents": {"y": {"dtype": "float32", "shape": [2], "data": [1, 10]}},
"grads": {"ab": {"dtype": "float32", "shape": [2], "data": [5, 70]}, "x": {"dtype": "float32", "shape": [2], "data": [2, 30]}}}`

func read(t *testing.T, text string) (map[string]*golden.Case, error) {
	path := filepath.Join(t.TempDir(), "cases.jsonl.gz")
	f, err := os.Create(path)
	require.NoError(t, err)
	z := gzip.NewWriter(f)
	_, err = z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	return golden.Read(path)
}

func draw(factor float64) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a := graph.Concat(0, s.Param("a", nil, 1), s.Param("b", nil, 1))
		return graph.Outputs{"y": a.Mul(in.Get("x")).Scale(factor)}
	}
}

func TestCheck(t *testing.T) {
	cases, err := read(t, product)
	require.NoError(t, err)
	c := cases["product"]
	c.Rename(func(name string) []string { return []string{"a", "b"} })
	worst, err := c.Check(1e-6, draw(1))
	require.NoError(t, err)
	require.Zero(t, worst)

	worst, err = c.Check(1e-3, draw(1.01))
	require.InDelta(t, 0.01, worst, 1e-6)
	require.ErrorContains(t, err, "y: off by 0.01, want at most 0.001")
	require.ErrorContains(t, err, "gradient of a: off by 0.01")
	require.ErrorContains(t, err, "gradient of b: off by 0.01")
	require.ErrorContains(t, err, "gradient of x: off by 0.01")
	_, err = c.Check(0.1, draw(1.01))
	require.NoError(t, err)

	_, err = c.Check(1, func(s *graph.Scope, in graph.Inputs) graph.Outputs { return graph.Outputs{} })
	require.ErrorContains(t, err, `the drawing has no output "y"`)
	_, err = c.Check(1, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		s.Param("c", nil, 1)
		return draw(1)(s, in)
	})
	require.ErrorContains(t, err, `the drawing declares ["a" "b" "c"]: want those of the case, 2`)
}

func TestReadErrors(t *testing.T) {
	_, err := read(t, `{"name": "x", "params": {"w": {"dtype": "float32", "shape": [3], "data": [1, 2]}}}`)
	require.ErrorContains(t, err, "case 1: 2 elements of shape [3]")
	_, err = read(t, `{"name": "x", "params": {"w": {"dtype": "int8", "shape": [1], "data": [1]}}}`)
	require.ErrorContains(t, err, `dtype "int8": want float32, int64 or bool`)
	_, err = golden.Read(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
