package bert

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// linear declares a weight drawn from N(0, initializer_range²) and a bias of
// zeros.
func (c *Config) linear(s *graph.Scope, in, out int) *layers.Linear {
	return &layers.Linear{
		Weight: s.Param("weight", weights.Normal(c.InitializerRange), out, in),
		Bias:   s.Param("bias", nil, out),
	}
}

// table declares one drawn so, but for the row padding, which is zero; -1 is none.
func (c *Config) table(s *graph.Scope, rows, padding int) *layers.PaddedEmbedding {
	normal := weights.Normal(c.InitializerRange)
	draw := func(r *weights.Random, shape []int, dst []float64) {
		normal(r, shape, dst)
		if hidden := c.HiddenSize; padding >= 0 && padding < rows {
			clear(dst[padding*hidden : (padding+1)*hidden])
		}
	}
	return &layers.PaddedEmbedding{Weight: s.Param("weight", draw, rows, c.HiddenSize), Padding: padding}
}

func (c *Config) norm(s *graph.Scope) *layers.LayerNorm {
	return layers.NewLayerNorm(s, c.HiddenSize, c.LayerNormEps)
}
