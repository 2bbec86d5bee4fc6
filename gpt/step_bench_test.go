package gpt_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
)

// BenchmarkTrainingStep is a step of a model of characters, clipping and AdamW
// included: 4 layers of 128, 12 texts of 64.
func BenchmarkTrainingStep(b *testing.B) {
	c := gpt.GPT2Small()
	c.VocabSize, c.NPositions, c.NEmbd, c.NLayer, c.NHead = 65, 64, 128, 4, 4
	c.EmbdPdrop, c.AttnPdrop, c.ResidPdrop = 0, 0, 0
	b.Run("dropout 0", func(b *testing.B) { trainingStep(b, c) })
	c.EmbdPdrop, c.AttnPdrop, c.ResidPdrop = 0.1, 0.1, 0.1
	b.Run("dropout 0.1", func(b *testing.B) { trainingStep(b, c) })
}

func trainingStep(b *testing.B, c gpt.Config) {
	m, err := gpt.New(c, 1)
	require.NoError(b, err)
	f, err := m.Training(graph.Options{Seed: 1})
	require.NoError(b, err)
	ids := make([][]int, 12)
	for i := range ids {
		for j := range 64 {
			ids[i] = append(ids[i], (i*j+3*j)%65)
		}
	}
	in := graph.Values{"ids": rows(ids), "labels": rows(ids)}
	o := optimizers.NewAdamW(1e-3)
	o.Before(optimizers.NewClipNorm(1))
	step := func() {
		require.NoError(b, f.Call(in, nil, nil))
		require.NoError(b, o.Update(m.Store, f.Gradients()))
	}
	step() // compiles
	b.ReportAllocs()
	least := time.Hour // of all steps: the machine may be shared
	for b.Loop() {
		start := time.Now()
		step()
		least = min(least, time.Since(start))
	}
	b.ReportMetric(float64(least.Microseconds())/1000, "least-ms")
}
