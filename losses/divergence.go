package losses

import "github.com/gaze-ml/gaze/graph"

// KL is the Kullback-Leibler divergence of log probabilities from targets, which
// are probabilities, both of one shape; summed, and averaged over axis 0:
//
//	Σ p·(log p − logq) / batch
//
// where 0·log 0 is 0. It is PyTorch's kl_div with reduction batchmean.
func KL(logProbs, targets *graph.Node) *graph.Node {
	alike("divergence", logProbs, targets)
	batch := float64(logProbs.Dim(0))
	return targets.Mul(log(targets).Sub(logProbs)).Sum().Scale(1 / batch)
}

// log is finite for 0, which it will be multiplied by.
func log(p *graph.Node) *graph.Node {
	const tiny = 0x1p-126 // the smallest normal float32
	return p.Maximum(p.Graph().Scope().Number(tiny)).Log()
}
