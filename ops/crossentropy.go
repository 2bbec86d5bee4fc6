package ops

import (
	"math"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// CrossEntropyConfig is which labels count in a loss, and how.
type CrossEntropyConfig struct {
	Ignore    []int     // labels that do not count, besides -100, which never does
	Smoothing float64   // share of each label that is spread over all classes, 0 to 1
	Reduction Reduction // of the rows' losses
}

// Reduction is what becomes of the losses of the rows.
type Reduction int

const (
	ReductionMean Reduction = iota // Σ loss / Σ weight of the labels that count
	ReductionSum                   // Σ loss
	ReductionNone                  // each, of the labels' shape
)

// CrossEntropy is the loss of logits [..., vocab] where labels [...], of Int,
// are right, with logp = log softmax(logits), ε the smoothing, V the vocabulary
// and w the weights [vocab] of the classes, nil for 1 each:
//
//	loss = (1-ε)·w[label]·(-logp[label]) + ε/V·Σ_c w[c]·(-logp[c])
//
// The mean is Σ loss / Σ w[label]; LabelWeight gives the divisor. All as in
// PyTorch, but for the mean where nothing counts, which is 0 and not NaN. A label
// that does not count has loss 0 and zero gradients; its logits are not read.
//
// Labels are checked when it runs, before anything is read. The loss has a
// gradient for the logits only.
func CrossEntropy(logits, labels, weights *gorgonia.Node, c CrossEntropyConfig) (*gorgonia.Node, error) {
	l := loss{CrossEntropyConfig: c, input: "logits"}
	xs := l.operands(weights, logits, labels)
	return apply(Def{
		Name:     "cross-entropy",
		Infer:    l.infer,
		Forward:  byFloat(crossEntropyForward[float32](l), crossEntropyForward[float64](l)),
		Backward: byFloat(crossEntropyBackward[float32](l), crossEntropyBackward[float64](l)),
		Wrt:      []int{0},
		Saved:    l.saved,
	}, xs...)
}

// saved is the maximum of each row of logits and Σ e^(logit - maximum): apart,
// for large logits would swallow the logarithm of the sum.
func (l loss) saved(in []Type) []Type {
	row := in[0].With(size(in[1].Shape))
	return []Type{row, row}
}

func crossEntropyForward[T kernel.Float](l loss) func(*Call) func() {
	return func(c *Call) func() {
		r := newLossRows[T](l, c)
		tops, sums := floats[T](c.Saved[0]), floats[T](c.Saved[1])
		losses := c.each(r.rows(), r.grain(), func(w *kernel.Worker, lo, hi int) {
			scratch := kernel.Scratch[T](w, kernel.LossScratch)
			for i := lo; i < hi; i++ {
				if !r.counts(r.labels[i]) {
					r.put(i, 0)
					continue
				}
				top, sum := kernel.MaxExpSum(r.row(i), scratch)
				if tops != nil {
					tops[i], sums[i] = top, sum
				}
				r.put(i, r.rowLoss(i, top, math.Log(float64(sum))))
			}
		})
		return r.forward(losses)
	}
}

// rowLoss is the loss of row i, where log softmax(x) = x - top - logSum.
func (r *lossRows[T]) rowLoss(i int, top T, logSum float64) float64 {
	x, label := r.row(i), r.labels[i]
	loss := (1 - r.Smoothing) * r.weight(label) * (float64(top-x[label]) + logSum)
	if r.Smoothing > 0 {
		loss += r.Smoothing / float64(r.vocab) * (kernel.SumBelow(x, r.weights, top) + r.classes*logSum)
	}
	return loss
}
