package weights

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

type torchTensor struct {
	Dtype string
	Shape []int
	Hex   string
}

// Every file is read to the bit: types, strides, shared storages, parameters,
// all protocols.
func TestTorchFiles(t *testing.T) {
	var files map[string]map[string]torchTensor
	require.NoError(t, json.Unmarshal(read(t, "testdata/torch/expected.json"), &files))
	require.Len(t, files, 6)
	for file, tensors := range files {
		s := opened(t, filepath.Join("testdata/torch", file))
		require.Len(t, s.Paths(), len(tensors), file)
		for name, want := range tensors {
			e, ok := s.Entry(name)
			require.True(t, ok, name)
			require.Equal(t, elementTypes[global("torch."+want.Dtype)], e.Dtype(), name)
			require.Equal(t, want.Shape, append([]int{}, e.Shape()...), name)
			require.Equal(t, want.Hex, hex.EncodeToString(e.Bytes()), name)
		}
		require.Equal(t, map[string]string{"format": "pt"}, s.Metadata())
	}
}

// What is saved as safetensors holds the same.
func TestTorchSaved(t *testing.T) {
	s := opened(t, "testdata/torch/views.bin")
	path := filepath.Join(t.TempDir(), "model.safetensors")
	require.NoError(t, s.Save(path))
	again := opened(t, path)
	require.Equal(t, s.Paths(), again.Paths())
	for _, name := range s.Paths() {
		a, _ := s.Entry(name)
		b, _ := again.Entry(name)
		require.True(t, a.same(b), name)
	}
}

// Tensors of one storage are apart until they are tied.
func TestTorchShared(t *testing.T) {
	s := opened(t, "testdata/torch/views.bin")
	base := declare32(t, s, "base", nil, 6, 4)
	before, _ := s.Entry("transposed")
	was := bytes.Clone(before.Bytes())
	part := declare32(t, s, "part", nil, 2, 4)
	first := part.Float32s()[0]
	require.NoError(t, s.Update(func() error { base.Float32s()[4]++; base.Float32s()[0]++; return nil }))
	require.Equal(t, first, part.Float32s()[0])
	require.Equal(t, was, before.Bytes())

	s = opened(t, "testdata/torch/views.bin")
	require.NoError(t, s.Tie("tied", "base"))
	tied, _ := s.Entry("tied")
	base = declare32(t, s, "base", nil, 6, 4)
	require.Same(t, base, tied)
}

// Half precision is decoded through strides.
func TestTorchDeclared(t *testing.T) {
	s := opened(t, "testdata/torch/views.bin")
	e, err := s.Declare("transposed_parameter", tensor.Float32, nil, 3, 2)
	require.NoError(t, err)
	raw := e.Bytes()
	require.Len(t, raw, 12)
	want := make([]float32, 6)
	decode32(want, F16, raw)
	require.Equal(t, want, e.Float32s())
	require.NoError(t, s.Problems())
}

func TestTorchRefused(t *testing.T) {
	for file, want := range map[string]string{
		"legacy":     `is in torch's format of before version 1.6; convert it in Python: torch.save(torch.load("pytorch_model.bin", weights_only=True), "pytorch_model.bin")`,
		"tensor":     "holds a tensor, want a dict of tensors",
		"nested":     `"model" is a dict of 1, want a tensor: save model.state_dict() alone`,
		"sparse":     `wants "torch._utils._rebuild_sparse_tensor", which is not on the list of what a checkpoint may name`,
		"conjugated": "flags are a dict of 1, want none: resolve conjugation and negation before saving",
		"scalar":     `wants "numpy._core.multiarray.scalar", which is not on the list`,
		"complex128": `wants "torch.ComplexDoubleStorage", which is not on the list`,
		"module":     `wants "__main__.Block", which is not on the list`,
		"numbered":   "a key is the number 0, want a tensor's name",
		"stretched":  `"x": shape [1099511627776], strides [0] and offset 0 do not lie in the 1 elements of storage "0"`,
		"script":     "is a program of TorchScript, want what torch.save(model.state_dict()) writes",
	} {
		_, err := Open("testdata/torch/" + file + ".bin")
		require.ErrorContains(t, err, "open "+file+".bin: ")
		require.ErrorContains(t, err, want, file)
	}
}

// torchFileOf is an archive of these records.
func torchFileOf(t testing.TB, records ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(records); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: records[i], Method: zip.Store})
		require.NoError(t, err)
		_, err = w.Write([]byte(records[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestTorchArchives(t *testing.T) {
	good := string(read(t, "testdata/torch/state.bin"))
	var compressed bytes.Buffer
	z := zip.NewWriter(&compressed)
	w, err := z.Create("x/data.pkl")
	require.NoError(t, err)
	_, err = w.Write([]byte(strings.Repeat("x", 100)))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	pickle := "\x80\x02}X\x01\x00\x00\x00xctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\n" +
		"X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQK\x00))\x89NtRs."
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"truncated":    {[]byte(good[:len(good)-100]), "archive: zip: not a valid zip file: truncated?"},
		"no pickle":    {torchFileOf(t, "x/data/0", "abcd"), "archive: has no record data.pkl"},
		"twice":        {torchFileOf(t, "x/data.pkl", "", "x/data.pkl", ""), `archive: record "x/data.pkl" is there twice`},
		"big-endian":   {torchFileOf(t, "x/data.pkl", "", "x/byteorder", "big"), `byte order "big", want little`},
		"compressed":   {compressed.Bytes(), `record "data.pkl" is compressed`},
		"empty":        {torchFileOf(t, "x/data.pkl", ""), "pickle, byte 0: ends too early"},
		"no storage":   {torchFileOf(t, "x/data.pkl", pickle), `"x": the archive has no record "data/0"`},
		"short":        {torchFileOf(t, "x/data.pkl", pickle, "x/data/0", "abc"), `"x": storage "0" has 3 bytes, the pickle says 1 elements of 4`},
		"long":         {torchFileOf(t, "x/data.pkl", pickle, "x/data/0", "abcdefgh"), `"x": storage "0" has 8 bytes, the pickle says 1 elements of 4`},
		"out of it":    {torchFileOf(t, "x/data.pkl", strings.Replace(pickle, "QK\x00", "QK\x01", 1), "x/data/0", "abcd"), "offset 1 do not lie in the 1 elements"},
		"nothing like": {[]byte("PK\x03\x04 and then"), "archive: zip: not a valid zip file"},
	} {
		_, err := Open(put(t, filepath.Join(t.TempDir(), torchFile), c.file))
		require.ErrorContains(t, err, "open pytorch_model.bin: ", name)
		require.ErrorContains(t, err, c.want, name)
	}
}

// A folder is read as safetensors are, an index as theirs.
func TestTorchFolders(t *testing.T) {
	dir := t.TempDir()
	copied := func(from, to string) { put(t, filepath.Join(dir, to), read(t, "testdata/torch/"+from)) }
	copied("state.bin", torchFile)
	require.Equal(t, []string{"dense.bias", "dense.weight", "norm.bias", "norm.weight", "position_ids"}, opened(t, dir).Paths())

	put(t, filepath.Join(dir, "model.safetensors"), model(t, nil, counting("x", 2)))
	require.Equal(t, []string{"x"}, opened(t, dir).Paths(), "safetensors come first")

	dir = t.TempDir()
	copied("state.bin", "pytorch_model-00001-of-00002.bin")
	copied("views.bin", "pytorch_model-00002-of-00002.bin")
	_, err := Open(dir)
	require.ErrorContains(t, err, "the folder has shards but no pytorch_model.bin.index.json: was saving cut short?")

	list := map[string]string{}
	for i, file := range []string{"state.bin", "views.bin"} {
		for _, name := range opened(t, "testdata/torch/"+file).Paths() {
			list[name] = []string{"pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"}[i]
		}
	}
	text, err := json.Marshal(map[string]any{"metadata": map[string]int{"total_size": 1}, "weight_map": list})
	require.NoError(t, err)
	put(t, filepath.Join(dir, torchIndexFile), text)
	require.Len(t, opened(t, dir).Paths(), 16)

	require.NoError(t, os.Remove(filepath.Join(dir, "pytorch_model-00002-of-00002.bin")))
	_, err = Open(dir)
	require.ErrorContains(t, err, "shard pytorch_model-00002-of-00002.bin: no such file or directory")
}
