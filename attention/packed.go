package attention

import "github.com/gaze-ml/gaze/graph"

// Packed is the mask [batch, 1, seq, seq] of rows that hold several documents each,
// which do not see each other: documents [batch, seq], whole numbers, says which one
// a position belongs to. Positions begin anew in each by Placed.
func Packed(documents *graph.Node) *graph.Node {
	return documents.Unsqueeze(1, 3).Equal(documents.Unsqueeze(1, 2)) // [batch, 1, seq, seq]
}
