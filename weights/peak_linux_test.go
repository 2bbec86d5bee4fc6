package weights

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const mostOfSize = 1.1

// Loading 64 MB never takes much more than 64 MB, whatever has to be decoded,
// transposed and split for it.
func TestPeakOfLoad(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("measures memory")
	}
	if resetPeak(); peak() == 0 || peak() > status("VmRSS:")+16<<20 {
		t.Skip("the peak of memory cannot be reset here")
	}
	sideways := Layout{{File: "{a...}.weight", Store: []string{"{a...}.q", "{a...}.k"}, Axis: 1, Parts: []int{1, 3}}}
	upright := Layout{{File: "{a...}.weight", Store: []string{"{a...}.x"}, Transpose: true}}
	for _, d := range []DType{F32, BF16, F64} {
		path := bigModel(t, d)
		for name, layouts := range map[string][]Layout{
			"plain": nil, "split": {sideways}, "transposed": {upright}, "both": {turned},
		} {
			base := resetPeak()
			s := load(t, path, layouts...)
			grown := peak() - base
			require.NoError(t, s.Close())
			require.Less(t, float64(grown)/(64<<20), mostOfSize, "%s, %s: %d bytes", d, name, grown)
		}
	}
}

// bigModel writes 64 MB (as float32) in 8 tensors of dtype d.
func bigModel(t *testing.T, d DType) string {
	const side = 1448 // 8·1448² floats, and no row begins where a page does
	noise, xs := rand.New(rand.NewPCG(1, 2)), make([]float32, side*side)
	for i := range xs {
		xs[i] = noise.Float32()
	}
	raw := make([]byte, len(xs)*d.Bits()/8)
	encode32(raw, d, xs)
	var blobs []*blob
	for i := range 8 {
		blobs = append(blobs, &blob{name: fmt.Sprintf("layer.%d.weight", i), dtype: d, shape: []int{side, side}, raw: raw})
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "model.safetensors"))
	require.NoError(t, err)
	w := bufio.NewWriter(f)
	require.NoError(t, writeModel(w, blobs, nil))
	require.NoError(t, w.Flush())
	require.NoError(t, f.Close())
	return f.Name()
}

// resetPeak makes the peak of resident memory start from what is in use now,
// and returns that.
func resetPeak() int {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return status("VmRSS:")
}

func peak() int { return status("VmHWM:") }

func status(key string) int {
	text, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(text), key)
	if words := strings.Fields(rest); len(words) > 0 {
		kb, _ := strconv.Atoi(words[0])
		return kb << 10
	}
	return 0
}
