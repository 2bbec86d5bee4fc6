package weights

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func names(t *testing.T, folder string) []string {
	t.Helper()
	all, err := os.ReadDir(folder)
	require.NoError(t, err)
	var list []string
	for _, f := range all {
		list = append(list, f.Name())
	}
	return list
}

// digestOf is the id of the shards in a folder: that of their bytes, with zeros
// for itself.
func digestOf(t *testing.T, folder, set string) string {
	t.Helper()
	digest := sha256.New()
	for _, name := range names(t, folder) {
		if filepath.Ext(name) == ".safetensors" {
			shard := read(t, filepath.Join(folder, name))
			require.Equal(t, 1, bytes.Count(shard, []byte(set)))
			digest.Write(bytes.Replace(shard, []byte(set), bytes.Repeat([]byte("0"), len(set)), 1))
		}
	}
	return hex.EncodeToString(digest.Sum(nil))[:len(set)]
}

func TestSaveSharded(t *testing.T) {
	s := New(5)
	for i := range 5 {
		declare32(t, s, fmt.Sprintf("layer.%d", i), Normal(1), 4)
	}
	folder := filepath.Join(t.TempDir(), "out")
	require.NoError(t, s.SaveSharded(folder, 40))
	require.Equal(t, []string{
		"model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors",
		"model.safetensors.index.json"}, names(t, folder))
	text := read(t, filepath.Join(folder, indexFile))
	x, err := parseIndex(text)
	require.NoError(t, err)
	require.Len(t, x.set, 32)
	require.Equal(t, digestOf(t, folder, x.set), x.set)
	require.Equal(t, `{
  "metadata": {
    "shard_set": "`+x.set+`",
    "total_size": 80
  },
  "weight_map": {
    "layer.0": "model-00001-of-00003.safetensors",
    "layer.1": "model-00001-of-00003.safetensors",
    "layer.2": "model-00002-of-00003.safetensors",
    "layer.3": "model-00002-of-00003.safetensors",
    "layer.4": "model-00003-of-00003.safetensors"
  }
}
`, string(text))
	back := opened(t, folder)
	require.Equal(t, map[string]string{"format": "pt"}, back.Metadata(), "the id is the files', not the model's")
	require.Equal(t, s.Paths(), back.Paths())
	for _, path := range s.Paths() {
		mine, _ := s.Entry(path)
		require.Equal(t, mine.Float32s(), declare32(t, back, path, nil, 4).Float32s())
	}
	require.NoError(t, back.Check())

	// Saved again as a whole, nothing of the shards is left to be opened.
	require.NoError(t, back.SaveSharded(folder, 1<<20))
	require.Equal(t, []string{"model.safetensors"}, names(t, folder))
	require.Equal(t, s.Paths(), opened(t, folder).Paths())
	require.NoError(t, s.SaveSharded(folder, 1)) // each larger than a shard
	require.Len(t, names(t, folder), 6)
	require.ErrorContains(t, s.SaveSharded(folder, 0), "shards of 0 bytes, want at least 1")
}

func TestIndexDisagrees(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "one.safetensors"), model(t, nil, counting("a", 1), counting("b", 1)))
	put(t, filepath.Join(folder, "two.safetensors"), model(t, nil, counting("c", 1)))
	path := put(t, filepath.Join(folder, "x.index.json"), []byte(`{"weight_map": {
		"a": "one.safetensors", "c": "one.safetensors", "d": "two.safetensors"}}`))
	_, err := Open(path)
	require.EqualError(t, err, `open x.index.json: shard one.safetensors holds "b", which the index does not list
shard one.safetensors lacks "c", which the index puts there
shard two.safetensors holds "c", which the index puts into one.safetensors
shard two.safetensors lacks "d", which the index puts there`)
}

func TestShardMissing(t *testing.T) {
	path := put(t, filepath.Join(t.TempDir(), "x.index.json"), []byte(`{"weight_map": {"a": "one.safetensors"}}`))
	_, err := Open(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "open x.index.json: shard one.safetensors: ")
}

// Hugging Face's cache is made of links.
func TestLinkedShard(t *testing.T) {
	folder := t.TempDir()
	target := putModel(t, counting("a", 2))
	if err := os.Symlink(target, filepath.Join(folder, "one.safetensors")); err != nil {
		t.Skip(err)
	}
	put(t, filepath.Join(folder, indexFile), []byte(`{"weight_map": {"a": "one.safetensors"}}`))
	require.Equal(t, []string{"a"}, opened(t, folder).Paths())
}

func TestMalformedIndex(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{}`, `index: has no weight_map`},
		{`[]`, `index: [, want an object`},
		{`{"weight_map":{}}x`, `index: invalid character 'x' looking for beginning of value after the end of the object`},
		{`{"weight_map":{"a":"m","a":"m"}}`, `index: "weight_map": "a" is given twice`},
		{`{"weight_map":{"a":1}}`, `index: "weight_map": "a": 1, want a string`},
		{`{"weight_map":{"a":"../m"}}`, `index: "weight_map": "a": shard "../m" is not the name of a file in the index's folder`},
		{`{"weight_map":{"a":".."}}`, `index: "weight_map": "a": shard ".." is not the name of a file in the index's folder`},
		{`{"weight_map":{"a":""}}`, `index: "weight_map": "a": shard "" is not the name of a file in the index's folder`},
		{`{"weight_map":{"a":"/m"}}`, `index: "weight_map": "a": shard "/m" is not the name of a file in the index's folder`},
		{`{"weight_map":{"a":"x\\m"}}`, `index: "weight_map": "a": shard "x\\m" is not the name of a file in the index's folder`},
		{`{"weight_map":{"a":"C:m"}}`, `index: "weight_map": "a": shard "C:m" is not the name of a file in the index's folder`},
	} {
		_, err := parseIndex([]byte(c.text))
		require.EqualError(t, err, c.want, c.text)
	}
	x, err := parseIndex([]byte(`{"metadata":{"total_size":4,"deep":[{"a":null}]},"weight_map":{"a":"m..safetensors"}}`))
	require.NoError(t, err)
	require.Equal(t, index{shards: map[string]string{"a": "m..safetensors"}}, x)
	for _, odd := range []string{`null`, `7`, `[{}]`, `{"shard_set":null}`, `{"shard_set":7}`} {
		x, err = parseIndex([]byte(`{"weight_map":{},"metadata":` + odd + `}`))
		require.NoError(t, err, odd)
		require.Empty(t, x.set)
	}
}
