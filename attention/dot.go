package attention

import "github.com/gaze-ml/gaze/graph"

// Dot is q·kᵀ (Luong et al. 2015, equation 8).
type Dot struct{}

// Forward gives [batch, heads, query, key].
func (Dot) Forward(q, k *graph.Node) *graph.Node { return q.MatMulT(share(k, q.Dim(1))) }
