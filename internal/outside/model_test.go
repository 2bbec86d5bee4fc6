package outside

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
)

// The message names the user's line, the scope, both shapes and what was
// wanted; run it with -trimpath too.
func TestMistakesAreFoundWhereTheyWereMade(t *testing.T) {
	g := graph.New(nil)
	x := g.Scope().Input("x", 2, 3, 8)
	y := NewBlock(g.Scope().In("encoder", "layer", 0), 8).Forward(x)
	_, err := g.Compile(graph.Options{}, y.Softmax(-1))
	require.EqualError(t, err, "model.go:21: encoder.layer.0.down: linear: x [2, 3, 32] · weight [8, 33]: last axis 32, want 33")
}

func TestNamesAreTheUsers(t *testing.T) {
	g := graph.New(nil)
	NewBlock(g.Scope(), 8)
	NewBlock(g.Scope(), 8)
	require.EqualError(t, g.Err(), "model.go:13: up.weight: declared twice")
}
