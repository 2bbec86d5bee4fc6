package layers

import "github.com/gaze-ml/gaze/graph"

// Dropout sets elements to zero with probability P while training, and scales
// the others by 1/(1−P) (Srivastava et al. 2014). In an evaluating program it is
// nothing. Node.Dropout is the same as an operation.
type Dropout struct{ P float64 }

// Forward keeps the shape of x [...].
func (d Dropout) Forward(x *graph.Node) *graph.Node { return x.Dropout(d.P) }
