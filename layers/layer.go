package layers

import "github.com/gaze-ml/gaze/graph"

// Layer is what maps one tensor to another: all parts of this package do.
type Layer interface {
	Forward(x *graph.Node) *graph.Node // Forward draws it.
}
