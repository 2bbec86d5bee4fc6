package losses

import (
	"slices"

	"github.com/gaze-ml/gaze/graph"
)

// MSE is the mean squared error, (x − y)² averaged over all elements of x and y,
// which are of one shape.
func MSE(x, y *graph.Node) *graph.Node {
	alike("mean squared error", x, y)
	return x.Sub(y).Square().Mean()
}

// MAE is the mean absolute error, |x − y| averaged over all elements of x and y,
// which are of one shape.
func MAE(x, y *graph.Node) *graph.Node {
	alike("mean absolute error", x, y)
	return x.Sub(y).Abs().Mean()
}

// alike refuses to broadcast: [n, 1] and [n] are a mistake that trains.
func alike(loss string, x, y *graph.Node) {
	if !slices.Equal(x.Shape(), y.Shape()) {
		x.Graph().Scope().Errorf("%s: %s · %s: want one shape", loss, x, y)
	}
}
