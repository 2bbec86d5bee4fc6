package weights

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// saveParts saves [a], [b] and [c], all of value x, as three shards.
func saveParts(t *testing.T, folder string, metadata []field, x float32) {
	t.Helper()
	s := opened(t, put(t, filepath.Join(t.TempDir(), "m.safetensors"),
		model(t, metadata, f32("a", []int{1}, x), f32("b", []int{1}, x), f32("c", []int{1}, x))))
	require.NoError(t, s.SaveSharded(folder, 4))
	require.Len(t, names(t, folder), 4)
}

func move(t *testing.T, from, to, name string) {
	t.Helper()
	require.NoError(t, os.Rename(filepath.Join(from, name), filepath.Join(to, name)))
}

const shard1, shard2 = "model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors"

// A newer shard among older ones, as a save leaves that ends between two renames.
func TestMixedShards(t *testing.T) {
	older, newer := filepath.Join(t.TempDir(), "older"), filepath.Join(t.TempDir(), "newer")
	saveParts(t, older, nil, 1)
	saveParts(t, newer, nil, 2)
	move(t, newer, older, shard1)
	_, err := Open(older)
	require.ErrorContains(t, err, "open older: shard "+shard1+` is of another save than the index: shard_set "`)
	require.ErrorContains(t, err, "; was saving cut short?")
	require.NotContains(t, err.Error(), shard2)

	// An index that another program wrote has no id.
	index := filepath.Join(older, indexFile)
	text := bytes.Replace(read(t, index), []byte(setKey), []byte("other"), 1)
	put(t, index, text)
	_, err = Open(older)
	require.ErrorContains(t, err, "shard "+shard2+" is of another save than shard "+shard1)
	saveParts(t, older, nil, 3)
	put(t, index, text)
	require.Equal(t, []string{"a", "b", "c"}, opened(t, older).Paths())

	// Nor has a shard that it wrote.
	put(t, filepath.Join(older, shard2), model(t, nil, counting("b", 1)))
	saved := filepath.Join(t.TempDir(), "saved")
	saveParts(t, saved, nil, 3)
	move(t, saved, older, indexFile)
	_, err = Open(older)
	require.ErrorContains(t, err, "shard "+shard2+` is of another save than the index: shard_set "", want "`)
}

// Renaming fails after the first shard: what is there is not taken for a model.
func TestRenameFails(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	saveParts(t, folder, nil, 1)
	require.NoError(t, os.Remove(filepath.Join(folder, shard2)))
	require.NoError(t, os.MkdirAll(filepath.Join(folder, shard2, "full"), 0o777))
	s := opened(t, putModel(t, counting("a", 1), counting("b", 1), counting("c", 1)))
	require.ErrorContains(t, s.SaveSharded(folder, 4), "save into out: ")
	require.Equal(t, []string{shard1, shard2, "model-00003-of-00003.safetensors"}, names(t, folder))
	_, err := Open(folder)
	require.EqualError(t, err, "open out: the folder has shards but no model.safetensors.index.json: was saving cut short?")
}

// The same model gives the same files, another one another id; what the file
// said beside stays; and Hugging Face's loaders find a format.
func TestShardMetadata(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	metadata := []field{{"format", "pt"}, {setKey, "old"}, {"note", "x"}}
	saveParts(t, a, metadata, 1)
	saveParts(t, b, metadata, 1)
	for _, name := range names(t, a) {
		require.Equal(t, read(t, filepath.Join(a, name)), read(t, filepath.Join(b, name)))
	}
	require.Equal(t, map[string]string{"format": "pt", "note": "x"}, opened(t, a).Metadata())
	shard := opened(t, filepath.Join(a, shard1)).Metadata()
	require.Len(t, shard[setKey], 2*setBytes)
	saveParts(t, b, nil, 1)
	other := opened(t, filepath.Join(b, shard1)).Metadata()
	require.NotEqual(t, shard[setKey], other[setKey])
	require.Equal(t, "pt", other["format"])
	require.Equal(t, map[string]string{"format": "pt"}, opened(t, b).Metadata())
}
