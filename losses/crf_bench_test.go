package losses_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/weights"
)

// A batch of 32 sentences of 128 tokens with the 17 tags of Weibo NER: loss,
// gradients and the best path.
func BenchmarkCRF(b *testing.B) {
	const batch, seq, tags = 32, 128, 17
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true},
		func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			crf := losses.NewCRF(s, tags)
			loss := crf.Forward(in.Get("x"), in.Get("tags"), nil)
			s.Graph().Minimize(loss, nil)
			return graph.Outputs{
				"loss": loss, "best": crf.Decode(in.Get("x"), nil),
				"gradient": s.Graph().Backprop(loss, in.Get("x"))[0],
			}
		})
	require.NoError(b, err)
	x := make([]float32, batch*seq*tags)
	for i, v := range gradcheck.Random(1, batch, seq, tags).Float64s() {
		x[i] = float32(v)
	}
	y := make([]int, batch*seq)
	for i := range y {
		y[i] = i * 7 % tags
	}
	values := graph.Values{
		"x":    tensor.New(tensor.WithShape(batch, seq, tags), tensor.WithBacking(x)),
		"tags": tensor.New(tensor.WithShape(batch, seq), tensor.WithBacking(y)),
	}
	for b.Loop() {
		if _, err := f.Run(values); err != nil {
			b.Fatal(err)
		}
	}
}
