package ops_test

import (
	"math/rand/v2"
	"runtime"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// normal32 is a float32 tensor of normal numbers.
func normal32(seed uint64, shape ...int) *tensor.Dense {
	a := ops.NewArray(ops.Type{Dtype: tensor.Float32, Shape: shape})
	copyNormal(a, seed)
	return a.Dense()
}

// copyNormal fills a with normal numbers.
func copyNormal(a ops.Array, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range a.F32 {
		a.F32[i] = float32(r.NormFloat64())
	}
	for i := range a.F64 {
		a.F64[i] = r.NormFloat64()
	}
}

// coins is a Bool tensor, true with probability p.
func coins(seed uint64, p float64, shape ...int) *tensor.Dense {
	r := rand.New(rand.NewPCG(seed, 2))
	xs := make([]bool, tensor.Shape(shape).TotalSize())
	for i := range xs {
		xs[i] = r.Float64() < p
	}
	return gradcheck.Bools(xs, shape...)
}

// mallocs counts what f allocates, on all goroutines.
func mallocs(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}
