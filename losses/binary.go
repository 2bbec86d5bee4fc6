package losses

import "github.com/gaze-ml/gaze/graph"

// BCEWithLogits is the binary cross-entropy of logits x and targets y in [0, 1],
// both of one shape, averaged over all elements:
//
//	−y·log σ(x) − (1−y)·log(1−σ(x)) = (1−y)·x + log(1+e⁻ˣ)
//
// which no logit overflows.
func BCEWithLogits(logits, targets *graph.Node) *graph.Node {
	alike("binary cross-entropy", logits, targets)
	off := targets.Neg().Shift(1).Mul(logits)
	return off.Add(logits.Neg().Softplus()).Mean()
}
