package weights

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// file makes the bytes of a safetensors file.
func file(header string, data ...byte) []byte {
	return append(append(le.AppendUint64(nil, uint64(len(header))), header...), data...)
}

func floats(xs ...float32) []byte {
	var raw []byte
	for _, x := range xs {
		raw = le.AppendUint32(raw, math.Float32bits(x))
	}
	return raw
}

func f32(name string, shape []int, xs ...float32) *blob {
	return &blob{name: name, dtype: F32, shape: shape, raw: floats(xs...)}
}

// counting is a tensor whose elements are 0, 1, 2, …
func counting(name string, shape ...int) *blob {
	xs := make([]float32, product(shape))
	for i := range xs {
		xs[i] = float32(i)
	}
	return f32(name, shape, xs...)
}

func model(t testing.TB, metadata []field, blobs ...*blob) []byte {
	t.Helper()
	var w bytes.Buffer
	require.NoError(t, writeModel(&w, blobs, metadata))
	return w.Bytes()
}

func put(t testing.TB, path string, data []byte) string {
	t.Helper()
	require.NoError(t, os.WriteFile(path, data, 0o644))
	return path
}

func putModel(t testing.TB, blobs ...*blob) string {
	t.Helper()
	return put(t, filepath.Join(t.TempDir(), "model.safetensors"), model(t, nil, blobs...))
}

func opened(t testing.TB, path string, layouts ...Layout) *Store {
	t.Helper()
	s, err := Open(path, layouts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func declare32(t testing.TB, s *Store, path string, init Initializer, shape ...int) *Entry {
	t.Helper()
	e, err := s.Declare(path, tensor.Float32, init, shape...)
	require.NoError(t, err)
	return e
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

// onlyFile makes sure that nothing lies beside path.
func onlyFile(t testing.TB, path string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, all, 1)
}
