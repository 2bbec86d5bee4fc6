package attention

import "github.com/gaze-ml/gaze/graph"

// FeatureMap makes of queries and keys what Linear multiplies: never negative.
type FeatureMap interface {
	// Forward maps x [batch, heads, seq, d] to [batch, heads, seq, features].
	Forward(x *graph.Node) *graph.Node
}

// ELU1 is elu(x) + 1: x + 1 above 0, e^x below (Katharopoulos et al. 2020, equation 7).
type ELU1 struct{}

// Forward keeps the shape of x.
func (ELU1) Forward(x *graph.Node) *graph.Node {
	zero := x.Graph().Scope().Number(0)
	return x.ReLU().Add(x.Minimum(zero).Exp())
}
