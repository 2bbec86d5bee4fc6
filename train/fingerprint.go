package train

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// modelFingerprint tells models apart by what their parameters are called and
// shaped.
func modelFingerprint(store *weights.Store) string {
	h := sha256.New()
	for _, path := range store.Paths() {
		if e, _ := store.Entry(path); e.Declared() {
			fmt.Fprintf(h, "%q %v %v\n", path, e.Value().Dtype(), e.Shape())
		}
	}
	return fingerprint(h)
}

// dataFingerprint tells data apart by a micro-batch of it.
func dataFingerprint(values graph.Values) (string, error) {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		d := values[name]
		if d == nil {
			return "", fmt.Errorf("input %q is nil", name)
		}
		fmt.Fprintf(h, "%q %v %v\n", name, d.Dtype(), d.Shape())
		data := d.Data()
		if ints, ok := data.([]int); ok { // the size of int must not matter
			long := make([]int64, len(ints))
			for i, x := range ints {
				long[i] = int64(x)
			}
			data = long
		}
		if x, ok := data.(int); ok {
			data = int64(x)
		}
		if err := binary.Write(h, binary.LittleEndian, data); err != nil {
			return "", fmt.Errorf("input %q: %w", name, err)
		}
	}
	return fingerprint(h), nil
}

func fingerprint(h hash.Hash) string { return "sha256 " + hex.EncodeToString(h.Sum(nil)) }
