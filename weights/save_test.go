package weights

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// What the reference wrote comes back byte for byte: untouched, computed with
// in either precision, every dtype, NaN payloads, the metadata.
func TestGoldenComesBack(t *testing.T) {
	golden := read(t, "testdata/golden.safetensors")
	for _, dt := range []tensor.Dtype{{}, tensor.Float32, tensor.Float64} {
		s := opened(t, "testdata/golden.safetensors")
		require.Equal(t, map[string]string{"format": "pt"}, s.Metadata())
		for _, path := range s.Paths() {
			e, _ := s.Entry(path)
			if dt != (tensor.Dtype{}) && e.Dtype().IsFloat() {
				_, err := s.Declare(path, dt, nil, e.Shape()...)
				require.NoError(t, err)
			}
		}
		require.NoError(t, s.Problems())
		path := filepath.Join(t.TempDir(), "back.safetensors")
		require.NoError(t, s.Save(path))
		require.Equal(t, golden, read(t, path), "%v", dt)
		onlyFile(t, path)
	}
}

func TestRawEntries(t *testing.T) {
	s := opened(t, "testdata/golden.safetensors")
	steps, ok := s.Entry("steps")
	require.True(t, ok)
	require.Equal(t, []int64{-3}, steps.Int64s())
	small, _ := s.Entry("small")
	require.Equal(t, F8E4M3, small.Dtype())
	require.Equal(t, []byte{0x7f, 0x01, 0x80}, small.Bytes())
	require.Nil(t, small.Int64s())
	require.Nil(t, small.Value())

	require.NoError(t, s.PutInt64s("more", []int64{4, -5}, 2))
	more, _ := s.Entry("more")
	require.Equal(t, []int64{4, -5}, more.Int64s())
	require.EqualError(t, s.PutBytes("x", F32, make([]byte, 7), 2), `put "x": 7 bytes, shape [2] of F32 needs 8`)
	declare32(t, s, "scale", nil, 4)
	require.EqualError(t, s.PutBytes("scale", F32, make([]byte, 4), 1), `put "scale": it was declared; write to it by Set or Update`)
}

// Training in place: the file stays, its copy has the new values, in its dtype.
func TestTrainedInPlace(t *testing.T) {
	raw := make([]byte, 4)
	le.PutUint16(raw, floatToBrain(math.Float32bits(1)))
	path := putModel(t, counting("a", 2),
		&blob{name: "b", dtype: BF16, shape: []int{2}, raw: raw},
		&blob{name: "c", dtype: F64, shape: []int{2}, raw: floats64(0.1, 0.2)})
	before := read(t, path)
	s := opened(t, path)
	a, b, c := declare32(t, s, "a", nil, 2), declare32(t, s, "b", nil, 2), declare32(t, s, "c", nil, 2)
	require.NoError(t, s.Update(func() error {
		a.Float32s()[1] = 7
		b.Float32s()[1] = 1 + 0x1p-8 // a tie: to even, which is 1
		c.Float32s()[1] = 0.5
		return nil
	}))
	require.Equal(t, before, read(t, path), "the file changed")
	require.NoError(t, s.Save(path)) // over the mapped file
	back := opened(t, path)
	a, b, c = declare32(t, back, "a", nil, 2), declare32(t, back, "b", nil, 2), declare32(t, back, "c", nil, 2)
	require.Equal(t, []float32{0, 7}, a.Float32s())
	require.Equal(t, []float32{1, 1}, b.Float32s())
	require.Equal(t, BF16, b.Dtype())
	require.Equal(t, floats64(0.1, 0.5), c.Bytes(), "0.1 keeps the digits that float32 lacks")
}

func floats64(xs ...float64) []byte {
	var raw []byte
	for _, x := range xs {
		raw = le.AppendUint64(raw, math.Float64bits(x))
	}
	return raw
}

// A header that is not padded leaves the data between two words.
func TestUnaligned(t *testing.T) {
	header := `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`
	require.NotZero(t, len(header)%4)
	path := put(t, filepath.Join(t.TempDir(), "m.safetensors"), file(header, floats(3, 4)...))
	s := opened(t, path)
	require.Equal(t, []float32{3, 4}, declare32(t, s, "a", nil, 2).Float32s())
}

func TestMetadataKeepsItsOrder(t *testing.T) {
	metadata := []field{{"z", "1"}, {"a", "é\u2028\\\"\x01"}, {"format", "pt"}}
	data := model(t, metadata, counting("a", 1))
	path := put(t, filepath.Join(t.TempDir(), "m.safetensors"), data)
	s := opened(t, path)
	require.NoError(t, s.Save(path))
	require.Equal(t, data, read(t, path))
	s.SetMetadata("a", "b")
	s.SetMetadata("new", "c")
	require.NoError(t, s.Save(path))
	require.Equal(t, map[string]string{"z": "1", "a": "b", "format": "pt", "new": "c"}, opened(t, path).Metadata())
}

// The disk fills up: the old file is as it was, and nothing lies beside it.
func TestFailedWrite(t *testing.T) {
	path := put(t, filepath.Join(t.TempDir(), "model.safetensors"), []byte("old"))
	full := errors.New("no space left on device")
	_, err := stage(path, func(w io.Writer) error {
		_, _ = w.Write(make([]byte, 1<<20))
		return full
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, []byte("old"), read(t, path))
	onlyFile(t, path)

	bad := counting("a", 2)
	bad.raw = bad.raw[:7]
	_, err = stage(path, func(w io.Writer) error { return writeModel(w, []*blob{bad}, nil) })
	require.EqualError(t, err, `"a": 7 bytes, shape [2] of F32 needs 8`)
	onlyFile(t, path)

	err = New(0).Save(filepath.Join(t.TempDir(), "no", "such.safetensors"))
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "save such.safetensors: ")
}

func TestEmptyStore(t *testing.T) {
	var w bytes.Buffer
	require.NoError(t, writeModel(&w, nil, nil))
	require.Equal(t, file("{}      "), w.Bytes())
	path := filepath.Join(t.TempDir(), "m.safetensors")
	require.NoError(t, New(0).Save(path))
	require.Zero(t, opened(t, path).Len())
}

func TestCheckFinite(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	s := opened(t, putModel(t, f32("a", []int{2, 2}, 0, 0, nan, inf), f32("b", []int{2}, 1, inf), counting("c", 3)))
	want := `model.safetensors: "a": NaN at [1, 0], shape [2, 2]
model.safetensors: "b": -Inf at [1], shape [2]`
	require.EqualError(t, s.CheckFinite(), want)
	declare32(t, s, "a", nil, 2, 2)
	_, err := s.Declare("b", tensor.Float64, nil, 2)
	require.NoError(t, err)
	require.EqualError(t, s.CheckFinite(), want)
	require.NoError(t, New(0).CheckFinite())
}
