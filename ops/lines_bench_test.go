package ops_test

import (
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// BenchmarkLines is what works line by line, at the sizes of a small model.
func BenchmarkLines(b *testing.B) {
	layer := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.LayerNorm(xs[0], xs[1], xs[2], normEps) }
	rms := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.RMSNorm(xs[0], xs[1], normEps) }
	for _, c := range []struct {
		name  string
		f     gradcheck.Func
		shape []int
		more  int // operands of the last axis
	}{
		{"softmax", axial(ops.Softmax, -1), []int{1536, 128}, 0},
		{"softmax, first axis", axial(ops.Softmax, 0), []int{1536, 128}, 0},
		{"log softmax", axial(ops.LogSoftmax, -1), []int{1536, 128}, 0},
		{"layernorm", layer, []int{1024, 768}, 2},
		{"rmsnorm", rms, []int{1024, 768}, 1},
	} {
		in := []*tensor.Dense{normal32(1, c.shape...), normal32(2, c.shape[1]), normal32(3, c.shape[1])}[:1+c.more]
		x := bind(b, c.f, &ops.Env{}, in...)
		copyNormal(x.dy, 4)
		for _, pass := range []struct {
			name string
			run  func()
		}{{"forward", x.forward}, {"backward", x.backward}} {
			b.Run(c.name+"/"+pass.name, func(b *testing.B) {
				for b.Loop() {
					pass.run()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(x.out.F32)), "ns/element")
			})
		}
	}
}
