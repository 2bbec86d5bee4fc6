package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// Cosine is cos(q, k)/τ with a temperature τ for each head that is learned (Liu et
// al. 2022, Swin Transformer V2, equation 2): scores do not grow with the lengths of
// vectors. As there, τ begins at 0.1 and does not fall below 0.01.
type Cosine struct {
	LogScale *graph.Node // log 1/τ, [heads, 1, 1]
}

// NewCosine declares logScale.
func NewCosine(s *graph.Scope, heads int) *Cosine {
	return &Cosine{s.Param("logScale", weights.Constant(math.Log(10)), heads, 1, 1)}
}

// Forward gives [batch, heads, query, key].
func (c *Cosine) Forward(q, k *graph.Node) *graph.Node {
	if q.Dim(1) != c.LogScale.Dim(0) {
		q.Graph().Scope().Errorf("%s: %d heads: %s has temperatures of %d", q, q.Dim(1), c.LogScale, c.LogScale.Dim(0))
		return q
	}
	scale := c.LogScale.Minimum(c.LogScale.Graph().Scope().Number(math.Log(100))).Exp() // [heads, 1, 1]
	return Dot{}.Forward(unit(q), unit(k)).Mul(scale)
}

// unit is x/|x| over the last axis; a vector shorter than 1e-12 is divided by that.
func unit(x *graph.Node) *graph.Node {
	least := x.Graph().Scope().Number(1e-24)
	return x.Mul(x.Square().SumKeep(-1).Maximum(least).Rsqrt())
}
