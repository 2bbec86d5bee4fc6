package ops_test

import (
	"fmt"
	"testing"
	"time"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// attentionModels are the attentions of models, and long ones.
var attentionModels = []struct {
	name                 string
	batch, heads, seq, d int
	config               ops.AttentionConfig
}{
	{"BERT-base B1", 1, 12, 128, 64, ops.AttentionConfig{}},
	{"BERT-base B8", 8, 12, 128, 64, ops.AttentionConfig{}},
	{"BERT-base B8 dropout", 8, 12, 128, 64, ops.AttentionConfig{Dropout: 0.1}},
	{"BERT-mini B16", 16, 4, 128, 64, ops.AttentionConfig{}},
	{"char GPT B12", 12, 4, 64, 32, ops.AttentionConfig{Causal: true}},
	{"encoder-decoder B32 d64", 32, 4, 32, 64, ops.AttentionConfig{}},
	{"encoder-decoder B32 d32", 32, 8, 32, 32, ops.AttentionConfig{}},
	{"1024", 1, 4, 1024, 64, ops.AttentionConfig{}},
	{"1024 causal", 1, 4, 1024, 64, ops.AttentionConfig{Causal: true}},
	{"4096", 1, 2, 4096, 64, ops.AttentionConfig{}},
	{"4096 causal", 1, 2, 4096, 64, ops.AttentionConfig{Causal: true}},
}

// BenchmarkAttention tells the best times of a pass forward, and of one forward
// and backward, with heads side by side as MultiHead has them, and what share of
// the ceiling of products that is; what is hidden counts as if it were multiplied.
// And it tells what share of those times BF16 takes, which takes turns with it.
func BenchmarkAttention(b *testing.B) {
	for _, m := range attentionModels {
		for workers := 1; workers <= 2; workers++ {
			b.Run(fmt.Sprintf("%s/%d", m.name, workers), func(b *testing.B) {
				team := kernel.NewTeam(workers)
				defer team.Close()
				m.config.Heads = m.heads
				x := func(seed uint64) *tensor.Dense { return normal32(seed, m.batch, m.seq, m.heads*m.d) }
				a := attentionCase{q: x(1), k: x(2), v: x(3), config: m.config}
				whole, rounded := timeAttention(b, ops.Float32, team, a), timeAttention(b, ops.BF16, team, a)
				ceiling := 0.0
				for b.Loop() {
					whole.run()
					rounded.run()
					start := time.Now()
					operations := kernel.ProductCeiling(team, 1<<12) / 1e9
					ceiling = max(ceiling, operations/time.Since(start).Seconds())
				}
				work := float64(m.batch*m.heads*m.seq*m.seq*m.d) / 1e9
				b.ReportMetric(float64(whole.forth.Microseconds()), "best-µs-forward")
				b.ReportMetric(float64(whole.both.Microseconds()), "best-µs-both")
				b.ReportMetric(rounded.forth.Seconds()/whole.forth.Seconds(), "bf16-forward")
				b.ReportMetric(rounded.both.Seconds()/whole.both.Seconds(), "bf16-both")
				if ceiling > 0 {
					b.ReportMetric(4*work/whole.forth.Seconds()/ceiling, "of-ceiling-forward")
					b.ReportMetric(14*work/whole.both.Seconds()/ceiling, "of-ceiling-both")
				}
			})
		}
	}
}

// timedAttention is an attention and its shortest times.
type timedAttention struct {
	*bound
	forth, both time.Duration
}

func timeAttention(b *testing.B, p ops.Precision, team *kernel.Team, a attentionCase) *timedAttention {
	y := bindIn(b, p, a.f, &ops.Env{Training: true, Team: team}, a.operands()...)
	copyNormal(y.dy, 4)
	return &timedAttention{y, time.Hour, time.Hour}
}

func (a *timedAttention) run() {
	start := time.Now()
	a.forward()
	a.forth = min(a.forth, time.Since(start))
	a.backward()
	a.both = min(a.both, time.Since(start))
}

// BenchmarkAttentionStep is a step of decoding: one query of each head, and a
// cache. It tells the best rate at which keys and values are read, and what share
// of that time BF16 takes, which takes turns with it.
func BenchmarkAttentionStep(b *testing.B) {
	for _, keys := range []int{128, 1024, 4096} {
		for _, kvHeads := range []int{12, 4, 1} {
			b.Run(fmt.Sprintf("%d keys/%d key heads", keys, kvHeads), func(b *testing.B) {
				a := attentionCase{
					q: normal32(1, 1, 1, 12*64), k: normal32(2, 1, kvHeads, keys, 64), v: normal32(3, 1, kvHeads, keys, 64),
					length: gradcheck.Ints([]int{keys}), config: ops.AttentionConfig{Causal: true, Heads: 12},
				}
				var ys [2]*bound
				best := [2]time.Duration{time.Hour, time.Hour}
				for i, p := range []ops.Precision{ops.Float32, ops.BF16} {
					ys[i] = bindIn(b, p, a.f, &ops.Env{}, a.operands()...)
				}
				for b.Loop() {
					for i, y := range ys {
						start := time.Now()
						y.forward()
						best[i] = min(best[i], time.Since(start))
					}
				}
				b.ReportMetric(float64(2*4*kvHeads*keys*64)/best[0].Seconds()/1e9, "best-GB/s")
				b.ReportMetric(best[1].Seconds()/best[0].Seconds(), "bf16")
			})
		}
	}
}
