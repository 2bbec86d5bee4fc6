package weights

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every half survives both ways, NaN payloads included.
func TestHalvesRoundTrip(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		if got := floatToHalf(halfToFloat(h)); got != h {
			t.Fatalf("half %04x came back as %04x", h, got)
		}
		if got := floatToBrain(brainToFloat(h)); got != h {
			t.Fatalf("bfloat16 %04x came back as %04x", h, got)
		}
		if got := floatToHalf(narrowOdd(widen(halfToFloat(h)))); got != h {
			t.Fatalf("half %04x came back from float64 as %04x", h, got)
		}
		if got := floatToBrain(narrowOdd(widen(brainToFloat(h)))); got != h {
			t.Fatalf("bfloat16 %04x came back from float64 as %04x", h, got)
		}
	}
}

func TestHalfGolden(t *testing.T) {
	var golden struct {
		Float64 []string `json:"float64"`
		Half    []uint16 `json:"half"`
		Single  []uint16 `json:"half_of_float32"`
	}
	require.NoError(t, json.Unmarshal(read(t, "testdata/half.json"), &golden))
	for i, text := range golden.Float64 {
		x, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err)
		require.Equal(t, golden.Half[i], floatToHalf(narrowOdd(math.Float64bits(x))), text)
		require.Equal(t, golden.Single[i], floatToHalf(math.Float32bits(float32(x))), text)
	}
}

// Between neighbours a and b, what is nearer wins and the middle goes to the
// even one.
func TestBrainRoundsToNearestEven(t *testing.T) {
	for h := uint16(0); h < 0x7f80; h++ {
		a, b := widen(brainToFloat(h)), widen(brainToFloat(h+1))
		if h+1 == 0x7f80 {
			b = math.Float64bits(0x1p128)
		}
		middle := (math.Float64frombits(a) + math.Float64frombits(b)) / 2
		even := h + h&1
		below, above := math.Nextafter(middle, 0), math.Nextafter(middle, math.Inf(1))
		got := []uint16{
			floatToBrain(narrowOdd(math.Float64bits(below))),
			floatToBrain(narrowOdd(math.Float64bits(middle))),
			floatToBrain(narrowOdd(math.Float64bits(above))),
		}
		if got[0] != h || got[1] != even || got[2] != h+1 {
			t.Fatalf("around %04x: %04x", h, got)
		}
		if floatToBrain(math.Float32bits(float32(middle))) != even {
			t.Fatalf("float32 above %04x is not rounded to even", h)
		}
	}
}

func TestNaNPayloads(t *testing.T) {
	for _, b := range []uint32{0x7f800001, 0xff812345, 0x7fc00001, 0xffffffff} {
		require.Equal(t, b, narrow(widen(b)))
	}
	require.Equal(t, uint32(0x7f800001), narrow(0x7ff0000000000001), "a NaN stays one")
	require.Equal(t, uint16(0x7c01), floatToHalf(0x7f800001))
	require.Equal(t, uint16(0xff81), floatToBrain(0xff800001))
}
