package weights

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func drawn(init Initializer, shape ...int) []float64 {
	dst := make([]float64, product(shape))
	init(NewRandom(11, "layer.weight"), shape, dst)
	return dst
}

func moments(xs []float64) (mean, std, most float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
		most = max(most, math.Abs(x))
	}
	for _, x := range xs {
		std += (x - mean) * (x - mean) / float64(len(xs))
	}
	return mean, math.Sqrt(std), most
}

func TestInitializers(t *testing.T) {
	cut := 0.87962566 // std of N(0, 1) truncated at ±2: √(1 − 4φ(2)/(2Φ(2) − 1))
	for name, c := range map[string]struct {
		init      Initializer
		std, most float64
	}{
		"normal":          {Normal(0.02), 0.02, 0.12},
		"truncated":       {TruncatedNormal(0.02), 0.02 * cut, 0.04},
		"uniform":         {Uniform(-1, 1), 1 / math.Sqrt(3), 1},
		"xavier uniform":  {XavierUniform(2), 2 * math.Sqrt(2.0/600), 2 * math.Sqrt(6.0/600)},
		"xavier normal":   {XavierNormal(2), 2 * math.Sqrt(2.0/600), 1},
		"kaiming uniform": {KaimingUniform(math.Sqrt(5)), math.Sqrt(1.0 / 3 / 400), math.Sqrt(1.0 / 400)},
		"kaiming normal":  {KaimingNormal(0), math.Sqrt(2.0 / 400), 1},
	} {
		mean, std, most := moments(drawn(c.init, 200, 400))
		require.InDelta(t, 0, mean, 4*c.std/math.Sqrt(80000), name)
		require.InEpsilon(t, c.std, std, 0.01, name)
		require.LessOrEqual(t, most, c.most, name)
	}
}

func TestFans(t *testing.T) {
	for _, c := range []struct {
		shape   []int
		in, out float64
	}{{nil, 1, 1}, {[]int{7}, 7, 1}, {[]int{3, 5}, 5, 3}, {[]int{3, 5, 2, 2}, 20, 12}} {
		in, out := fans(c.shape)
		require.Equal(t, []float64{c.in, c.out}, []float64{in, out})
	}
}

// The first bits of one path are held for ever: a change would change every
// experiment that names its seed. Python's integers gave the same.
func TestRandomGolden(t *testing.T) {
	r := NewRandom(42, "encoder.layer.0.weight")
	got := []uint64{r.Uint64(), r.Uint64(), r.Uint64()}
	require.Equal(t, []uint64{0x4ba8dc0e98466eac, 0x52366bfe4342f46f, 0x3a27b99f601c9ff4}, got)
}

func TestRandomIsOpenInterval(t *testing.T) {
	lo, hi := (0+0.5)*0x1p-52, (float64(1<<52-1)+0.5)*0x1p-52
	require.Greater(t, lo, 0.0)
	require.Less(t, hi, 1.0)
	require.False(t, math.IsInf(quantile(lo), 0) || math.IsInf(quantile(hi), 0))
}

func TestOrthogonal(t *testing.T) {
	for _, shape := range [][]int{{5, 3}, {3, 5}, {4, 4}, {2, 3, 2}, {6}, {1, 1}, {}, {0, 3}} {
		w := drawn(Orthogonal(1.5), shape...)
		rows := 1
		if len(shape) > 0 {
			rows = shape[0]
		}
		if len(w) == 0 {
			continue
		}
		cols := len(w) / rows
		at := func(i, j int) float64 { return w[i*cols+j] }
		if rows > cols { // the columns are orthogonal then
			at = func(i, j int) float64 { return w[j*cols+i] }
		}
		for i := range min(rows, cols) {
			for j := range min(rows, cols) {
				dot := 0.0
				for k := range max(rows, cols) {
					dot += at(i, k) * at(j, k)
				}
				want := 0.0
				if i == j {
					want = 1.5 * 1.5
				}
				require.InDelta(t, want, dot, 1e-12, shape)
			}
		}
	}
}

// R = Qᵀ·A has a positive diagonal and nothing below it.
func TestOrthogonalIsQR(t *testing.T) {
	a := matrix{at: drawn(Normal(1), 6, 4), m: 6, n: 4}
	q := matrix{at: append([]float64(nil), a.at...), m: 6, n: 4}
	q.orthonormalize()
	for i := range 4 {
		for j := 0; j <= i; j++ {
			dot := 0.0
			for k := range 6 {
				dot += q.column(i)[k] * a.column(j)[k]
			}
			if i == j {
				require.Positive(t, dot)
			} else {
				require.InDelta(t, 0, dot, 1e-12)
			}
		}
	}
}
