package layers

import "github.com/gaze-ml/gaze/graph"

// Pick is one position of each row of x [batch, seq, hidden], that which at
// [batch], whole numbers, names: [batch, hidden]. It is for the first token of a
// sentence, or for the last of prompts that are padded on the right.
func Pick(x, at *graph.Node) *graph.Node {
	batch, hidden := x.Dim(0), x.Dim(2)
	index := at.Reshape(batch, 1, 1).Expand(batch, 1, hidden) // [batch, 1, hidden]
	return x.GatherElements(index, 1).Reshape(batch, hidden)  // [batch, hidden]
}
