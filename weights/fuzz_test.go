package weights

import (
	"bytes"
	"encoding/json"
	"runtime"
	"slices"
	"testing"
)

// FuzzSafetensors: what is read comes back from being written, without a panic
// and without more memory than the header accounts for.
func FuzzSafetensors(f *testing.F) {
	var vectors struct {
		Cases []struct {
			Bytes []byte `json:"bytes_b64"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(read(f, "testdata/safetensors_cases.json"), &vectors); err != nil {
		f.Fatal(err)
	}
	for _, c := range vectors.Cases {
		f.Add(c.Bytes)
	}
	f.Add(read(f, "testdata/golden.safetensors"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		h, start, err := parse(data)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20+uint64(len(data))*200 {
			t.Fatalf("%d bytes allocated for a file of %d", grown, len(data))
		}
		if err != nil {
			return
		}
		again := rewrite(t, h, data[start:])
		h2, start2, err := parse(again)
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if !bytes.Equal(again, rewrite(t, h2, again[start2:])) {
			t.Fatal("written twice, it differs")
		}
		if !slices.Equal(h.metadata, h2.metadata) || len(h.tensors) != len(h2.tensors) {
			t.Fatal("something got lost")
		}
	})
}

func rewrite(t *testing.T, h *header, data []byte) []byte {
	var blobs []*blob
	for _, x := range h.tensors {
		if checkPath(x.name) != nil {
			t.Skip() // Open refuses it
		}
		blobs = append(blobs, &blob{name: x.name, dtype: x.dtype, shape: x.shape, raw: data[x.begin:x.end]})
	}
	return model(t, h.metadata, blobs...)
}

// FuzzIndex: no name leads out of the folder.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"metadata":{"total_size":4},"weight_map":{"a":"model-00001-of-00002.safetensors"}}`))
	f.Add([]byte(`{"metadata":{"shard_set":"00"},"weight_map":{}}`))
	f.Add([]byte(`{"weight_map":{"a":"../x"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := parseIndex(data)
		if err != nil {
			return
		}
		for _, file := range x.shards {
			if file == "" || file == "." || file == ".." || bytes.ContainsAny([]byte(file), `/\`) {
				t.Fatalf("shard %q", file)
			}
		}
	})
}
