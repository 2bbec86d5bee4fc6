package weights

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"gorgonia.org/tensor"
)

// benchModel writes 64 MB (as float32) in 16 tensors of dtype d.
func benchModel(b *testing.B, d DType) string {
	s := New(1)
	for i := range 16 {
		raw := make([]byte, 1<<20*d.Bits()/8)
		xs := make([]float32, 1<<20)
		for j := range xs {
			xs[j] = float32(math.Sin(float64(j)))
		}
		encode32(raw, d, xs)
		if err := s.PutBytes(fmt.Sprintf("layer.%02d.weight", i), d, raw, 1024, 1024); err != nil {
			b.Fatal(err)
		}
	}
	path := filepath.Join(b.TempDir(), "model.safetensors")
	if err := s.Save(path); err != nil {
		b.Fatal(err)
	}
	return path
}

// load opens the model, declares all of it and touches every number.
func load(b testing.TB, path string, layouts ...Layout) *Store {
	s, err := Open(path, layouts...)
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range s.Paths() {
		e, _ := s.Entry(p)
		if _, err := s.Declare(p, tensor.Float32, nil, e.Shape()...); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.CheckFinite(); err != nil {
		b.Fatal(err)
	}
	return s
}

var turned = Layout{{File: "{a...}.weight", Store: []string{"{a...}.q", "{a...}.k"}, Transpose: true}}

// BenchmarkLoad reports the peak of resident memory over the size of what was
// loaded (on Linux), which must stay below 1.1.
func BenchmarkLoad(b *testing.B) {
	for _, d := range []DType{F32, BF16, F16, F64} {
		path := benchModel(b, d)
		for name, layouts := range map[string][]Layout{"plain": nil, "split": {turned}} {
			b.Run(fmt.Sprintf("%s/%s", d, name), func(b *testing.B) {
				b.SetBytes(64 << 20)
				most := 0.0
				for range b.N {
					b.StopTimer()
					base := resetPeak()
					b.StartTimer()
					s := load(b, path, layouts...)
					b.StopTimer()
					most = max(most, float64(peak()-base)/(64<<20))
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				b.ReportMetric(most, "peak/size")
			})
		}
	}
}

func BenchmarkSave(b *testing.B) {
	for _, d := range []DType{F32, BF16, F16} {
		s := load(b, benchModel(b, d))
		path := filepath.Join(b.TempDir(), "out.safetensors")
		b.Run(string(d), func(b *testing.B) {
			b.SetBytes(64 << 20)
			for range b.N {
				if err := s.Save(path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkInitialize(b *testing.B) {
	dst := make([]float64, 1<<16)
	for name, init := range map[string]Initializer{
		"uniform": Uniform(-1, 1), "normal": Normal(1), "truncated": TruncatedNormal(1), "orthogonal": Orthogonal(1),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(8 << 16)
			for range b.N {
				init(NewRandom(0, "w"), []int{256, 256}, dst)
			}
		})
	}
}

func BenchmarkBeginRead(b *testing.B) {
	s := New(0)
	for range b.N {
		s.BeginRead()
		s.EndRead()
	}
}
