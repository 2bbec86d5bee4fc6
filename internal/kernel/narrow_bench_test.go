package kernel

import (
	"fmt"
	"testing"
)

// BenchmarkNarrowProduct tells GFLOP/s (of bytes: GOP/s) of bf16 with B packed
// by each tile and once, and of int8, as BenchmarkProduct does of float32.
func BenchmarkNarrowProduct(b *testing.B) {
	for _, kind := range []struct {
		name      string
		precision Precision
		packed    bool
	}{{"bf16", BF16, false}, {"bf16-packed", BF16, true}, {"int8-packed", Int8, true}} {
		for workers := 1; workers <= 2; workers++ {
			team := NewTeam(workers)
			for _, s := range benchmarks {
				if s.transA && kind.precision == Int8 || s.count > 1 && kind.packed {
					continue
				}
				b.Run(fmt.Sprintf("%s/%d/%d×%v", kind.name, workers, s.count, s.shape), func(b *testing.B) {
					benchmarkNarrow(b, team, s, kind.precision, kind.packed)
				})
			}
			team.Close()
		}
	}
}

func benchmarkNarrow(b *testing.B, team *Team, s batch, precision Precision, packed bool) {
	ps := s.products()
	for _, p := range ps {
		p.Precision = precision
		if packed {
			p.Packed = NewPacked(precision, p.K, p.N)
			p.Packed.Pack(team, p.B, p.LDB, p.TransB)
		}
	}
	benchmarkProducts(b, team, s, ps)
}
