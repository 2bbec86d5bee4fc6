package layers

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// LayerNorm is (x − mean)/√(variance + eps)·w + b over the last axis (Ba et al.
// 2016).
type LayerNorm struct {
	Weight, Bias *graph.Node // [hidden], or nil
	Eps          float64
}

// NewLayerNorm declares a weight of ones and a bias of zeros. PyTorch's eps is
// 1e-5, BERT's 1e-12.
func NewLayerNorm(s *graph.Scope, hidden int, eps float64) *LayerNorm {
	return &LayerNorm{s.Param("weight", weights.Ones, hidden), s.Param("bias", nil, hidden), eps}
}

// Forward keeps the shape of x [..., hidden].
func (n *LayerNorm) Forward(x *graph.Node) *graph.Node { return x.LayerNorm(n.Weight, n.Bias, n.Eps) }

// RMSNorm is x/√(mean x² + eps)·w over the last axis (Zhang and Sennrich 2019).
type RMSNorm struct {
	Weight *graph.Node // [hidden], or nil
	Eps    float64
}

// NewRMSNorm declares a weight of ones. Llama's eps is 1e-5 or 1e-6.
func NewRMSNorm(s *graph.Scope, hidden int, eps float64) *RMSNorm {
	return &RMSNorm{s.Param("weight", weights.Ones, hidden), eps}
}

// Forward keeps the shape of x [..., hidden].
func (n *RMSNorm) Forward(x *graph.Node) *graph.Node { return x.RMSNorm(n.Weight, n.Eps) }
