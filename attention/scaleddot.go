package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
)

// ScaledDot is q·kᵀ·scale (Vaswani et al. 2017, equation 1). With Softmax the
// formula is one operation, in which the scores are never all in memory.
type ScaledDot struct {
	Scale float64 // 0: 1/√d
}

// Forward gives [batch, heads, query, key].
func (c ScaledDot) Forward(q, k *graph.Node) *graph.Node {
	scale := c.Scale
	if scale == 0 {
		scale = 1 / math.Sqrt(float64(q.Dim(3)))
	}
	return Dot{}.Forward(q.Scale(scale), k)
}
