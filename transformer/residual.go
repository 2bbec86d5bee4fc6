package transformer

import (
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// A Residual adds to x what a part makes of it, and normalises.
type Residual interface {
	// Forward keeps the shape of x [batch, seq, hidden], as part must.
	Forward(x *graph.Node, part func(x *graph.Node) *graph.Node) *graph.Node
}

// PostNorm is norm(x + dropout(part(x))), as in the paper and in BERT.
type PostNorm struct {
	Norm    layers.Layer
	Dropout float64 // while training
}

// Forward keeps the shape of x [batch, seq, hidden].
func (r PostNorm) Forward(x *graph.Node, part func(x *graph.Node) *graph.Node) *graph.Node {
	return r.Norm.Forward(x.Add(part(x).Dropout(r.Dropout)))
}

// PreNorm is x + dropout(part(norm(x))), as in GPT-2 and Llama (Xiong et al.
// 2020).
type PreNorm struct {
	Norm    layers.Layer
	Dropout float64 // while training
}

// Forward keeps the shape of x [batch, seq, hidden].
func (r PreNorm) Forward(x *graph.Node, part func(x *graph.Node) *graph.Node) *graph.Node {
	return x.Add(part(r.Norm.Forward(x)).Dropout(r.Dropout))
}
