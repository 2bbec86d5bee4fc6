package attention

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// DotProduct is scaled dot-product attention (Vaswani et al. 2017, equation 1),
//
//	dropout(softmax(q·kᵀ/√d + mask))·v    [batch, heads, query, d]
//
// of q [batch, heads, query, d] over k and v [batch, kvHeads, key, d]; kvHeads
// divides heads. mask, broadcast to [batch, heads, query, key], is true where a
// key may be seen, or is added; nil hides nothing. A query that sees nothing gets
// zeros. It is one operation, and the weights are never all in memory.
func DotProduct(q, k, v, mask *graph.Node, dropout float64) *graph.Node {
	return q.Attention(k, v, mask, nil, ops.AttentionConfig{Dropout: dropout})
}
