package kernel

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// tilesPacked says whether a processor packs for tiles, which takes
// AVX512_BF16, whatever multiplies then.
func tilesPacked(u units) bool { return best() == avx512 && (u.bf16 || u.tiles != nil) && u.int8 }

func TestTilesTested(t *testing.T) {
	if !tilesPacked(processor) {
		t.Skip("products on tiles were tested up to packing, which takes AVX512_BF16 and AVX512_VNNI")
	}
	if processor.tiles == nil {
		t.Skip("products on tiles were tested on an emulator: this processor or this system has no AMX")
	}
	atLevel(avx512, func() {
		require.Equal(t, bf16Tiles, formOf(BF16, false))
		require.Equal(t, bf16x3Tiles, formOf(BF16x3, false))
		require.Equal(t, int8Tiles, formOf(Int8, true))
	})
}

// eachTileUnit calls f with what multiplies on tiles here.
func eachTileUnit(f func(name string, unit tileUnit)) {
	f("emulated", emulated())
	if processor.tiles != nil {
		f("AMX", processor.tiles)
	}
}

// tileOperands are random packed operands.
func tileOperands(r *rand.Rand, f form, blocks int) (a, b []byte) {
	n := 2 * tileBytes * blocks
	if f == bf16x3Tiles {
		n *= 2
	}
	a, b = make([]byte, n), make([]byte, n)
	for i := range n / 2 {
		x, y := uint16(r.Uint32()), uint16(r.Uint32())
		if f != int8Tiles {
			x, y = uint16(math.Float32bits(float32(r.NormFloat64()))>>16), uint16(math.Float32bits(float32(r.NormFloat64()))>>16)
		}
		binary.LittleEndian.PutUint16(a[2*i:], x)
		binary.LittleEndian.PutUint16(b[2*i:], y)
	}
	return a, b
}

// tileSum is an element of what a tileUnit makes, and the sum of magnitudes.
func tileSum(f form, a, b []byte, i, j, blocks int) (sum, size float64) {
	element := func(a, b []byte, t, k int) {
		at := a[2*tileBytes*t+i/tileRows*tileBytes+i%tileRows*64:]
		if f == int8Tiles {
			sum += float64(at[k]) * float64(int8(b[2*tileBytes*t+k/4*128+4*j+k%4]))
			return
		}
		v := half(at[2*k:]) * half(b[2*tileBytes*t+k/2*128+4*j+k%2*2:])
		sum, size = sum+v, size+math.Abs(v)
	}
	behind := 2 * tileBytes * blocks
	for t := range blocks {
		for k := range 16 * f.each() * map[bool]int{true: 2, false: 1}[f == bf16x3Tiles] {
			element(a, b, t, k)
			if f == bf16x3Tiles {
				element(a, b[behind:], t, k)
				element(a[behind:], b, t, k)
			}
		}
	}
	return sum, size
}

// Every form, height and number of blocks, and nothing written beyond.
func TestTileUnit(t *testing.T) {
	const untouched = 0x7fc12345
	r := rand.New(rand.NewPCG(1, 2))
	eachTileUnit(func(name string, unit tileUnit) {
		for _, f := range []form{bf16Tiles, bf16x3Tiles, int8Tiles} {
			for height := 1; height <= panelRows; height++ {
				blocks := 1 + r.IntN(5)
				a, b := tileOperands(r, f, blocks)
				memory := make([]uint32, (panelRows+2)*panelWords)
				for i := range memory {
					memory[i] = untouched
				}
				unit(f, &tileConfigs[height], unsafe.Pointer(&memory[panelWords]), unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), blocks)
				for at, got := range memory {
					i, j := at/panelWords-1, at%panelWords
					if i < 0 || i >= height {
						require.Equal(t, uint32(untouched), got, "%s, form %d: row %d of %d was written", name, f, i, height)
						continue
					}
					want, size := tileSum(f, a, b, i, j, blocks)
					if f == int8Tiles {
						require.Equal(t, want, float64(int32(got)), "%s at [%d, %d] of %d rows", name, i, j, height)
						continue
					}
					require.InDelta(t, want, math.Float32frombits(got), size*float64(3*32*blocks)*0x1p-23, "%s at [%d, %d] of %d rows", name, i, j, height)
				}
			}
		}
	})
}

// What packs A equals its comment, at every length; it writes whole tiles and
// nothing beyond.
func TestCopyTiles(t *testing.T) {
	if !tilesPacked(processor) {
		t.Skip("packing for tiles takes AVX512_BF16 and AVX512_VNNI")
	}
	r := rand.New(rand.NewPCG(3, 4))
	for k := 1; k <= 300; k++ {
		rows, ld := 1+r.IntN(16), k+r.IntN(5)
		x := random[float32](r, (rows-1)*ld+k)
		var p places
		p.set(rows, ld)
		row := func(i int) []float32 { return x[p[i]/4:][:k] }
		step := tileBytes + 64*r.IntN(3)
		var inverse [16]float32
		var zero [16]int32
		for i := range zero {
			inverse[i], zero[i] = 40*r.Float32(), r.Int32N(256)
		}
		for _, each := range []int{2, 4} {
			tiles := ceil(k, 16*each)
			dst := make([]byte, tiles*step+64)
			if each == 2 {
				copyTilesBF16AVX512(unsafe.Pointer(&dst[0]), step, unsafe.Pointer(&x[0]), (*[16]int)(&p), k)
			} else {
				copyTilesInt8AVX512(unsafe.Pointer(&dst[0]), step, unsafe.Pointer(&x[0]), (*[16]int)(&p), k, &inverse, &zero)
			}
			want := make([]byte, len(dst))
			for at := range tiles * 16 * 16 * each {
				i, e := at/(16*each)%16, at%(16*each)
				tile := at / (256 * each)
				v := float32(0)
				if n := tile*16*each + e; n < k {
					v = row(i)[n]
				}
				to := want[tile*step+64*i+4/each*e:]
				if each == 2 {
					binary.LittleEndian.PutUint16(to, uint16(math.Float32bits(RoundBF16(v))>>16))
				} else {
					to[0] = byte(quanta{inverse: inverse[i], zero: zero[i]}.byteOf(v))
				}
			}
			require.Equal(t, want, dst, "%d elements of %d rows, %d in a word", k, rows, each)
		}
	}
}
