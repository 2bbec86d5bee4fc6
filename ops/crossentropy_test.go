package ops_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// lossCase is a loss to be computed.
type lossCase struct {
	labels  *tensor.Dense
	weights *tensor.Dense // may be nil
	config  ops.CrossEntropyConfig
}

// crossEntropy draws CrossEntropy of one operand, the logits.
func (c lossCase) crossEntropy(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	labels, weights := c.nodes(xs[0])
	return ops.CrossEntropy(xs[0], labels, weights, c.config)
}

// nll draws NLLLoss likewise.
func (c lossCase) nll(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	labels, weights := c.nodes(xs[0])
	return ops.NLLLoss(xs[0], labels, weights, c.config)
}

// labelWeight draws LabelWeight, which x does not matter to.
func (c lossCase) labelWeight(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	labels, weights := c.nodes(xs[0])
	return ops.LabelWeight(labels, weights, xs[0].Dtype(), c.config)
}

// nodes are the labels and, if there are any, the weights.
func (c lossCase) nodes(x *gorgonia.Node) (labels, weights *gorgonia.Node) {
	labels = gradcheck.Input(x.Graph(), "labels", c.labels)
	if c.weights != nil {
		weights = gradcheck.Input(x.Graph(), "weights", c.weights)
	}
	return labels, weights
}

// plainLoss is the loss and its gradient as the formula says, given log softmax.
// dy holds one number, or one a row.
func (c lossCase) plainLoss(logp []float64, vocab int, dy []float64) (loss, dlogp []float64) {
	weight := func(class int) float64 {
		if c.weights == nil {
			return 1
		}
		return c.weights.Float64s()[class]
	}
	labels, eps := intsOf(c.labels), c.config.Smoothing
	dlogp = make([]float64, len(logp))
	var sum, total float64
	for i, label := range labels {
		row := 0.0
		if counts := label != -100 && !slices.Contains(c.config.Ignore, label); counts {
			total += weight(label)
			row = -(1 - eps) * weight(label) * logp[i*vocab+label]
			dlogp[i*vocab+label] = -(1 - eps) * weight(label)
			for class := range vocab {
				row -= eps / float64(vocab) * weight(class) * logp[i*vocab+class]
				dlogp[i*vocab+class] -= eps / float64(vocab) * weight(class)
			}
		}
		sum += row
		loss = append(loss, row)
	}
	for i := range dlogp {
		switch c.config.Reduction {
		case ops.ReductionNone:
			dlogp[i] *= dy[i/vocab]
		case ops.ReductionSum:
			dlogp[i] *= dy[0]
		case ops.ReductionMean:
			dlogp[i] *= dy[0] / total
		}
	}
	switch c.config.Reduction {
	case ops.ReductionSum:
		loss = []float64{sum}
	case ops.ReductionMean:
		loss = []float64{sum / total}
	}
	return loss, dlogp
}

func intsOf(d *tensor.Dense) []int {
	if x, ok := d.Data().(int); ok {
		return []int{x}
	}
	return d.Ints()
}

// plainLogSoftmax is log softmax of rows, and its adjoint.
func plainLogSoftmax(x []float64, vocab int) (logp []float64, adjoint func(g []float64) []float64) {
	for at := 0; at < len(x); at += vocab {
		top, sum := math.Inf(-1), 0.0
		for _, v := range x[at : at+vocab] {
			top = max(top, v)
		}
		for _, v := range x[at : at+vocab] {
			sum += math.Exp(v - top)
		}
		for _, v := range x[at : at+vocab] {
			logp = append(logp, v-top-math.Log(sum))
		}
	}
	return logp, func(g []float64) []float64 {
		dx := make([]float64, len(g))
		for i := range g {
			row, sum := i/vocab*vocab, 0.0
			for _, v := range g[row : row+vocab] {
				sum += v
			}
			dx[i] = g[i] - math.Exp(logp[i])*sum
		}
		return dx
	}
}

const lossVocab = 5

// lossCases are all settings, for logits [3, 4, 5].
func lossCases() map[string]lossCase {
	cases := map[string]lossCase{}
	labels := gradcheck.Ints([]int{0, 1, -100, 4, 3, 3, 2, 0, 1, -100, 4, 2}, 3, 4)
	for _, weights := range []*tensor.Dense{nil, gradcheck.Floats([]float64{1, 0.5, 0, 2, 3}, 5)} {
		for _, smoothing := range []float64{0, 0.1, 1} {
			for _, reduction := range []ops.Reduction{ops.ReductionMean, ops.ReductionSum, ops.ReductionNone} {
				for _, ignore := range [][]int{nil, {0}, {3, 77}} {
					config := ops.CrossEntropyConfig{Ignore: ignore, Smoothing: smoothing, Reduction: reduction}
					cases[fmt.Sprintf("weights %v, %+v", weights != nil, config)] = lossCase{labels, weights, config}
				}
			}
		}
	}
	return cases
}

// cotangent is a random gradient for the loss.
func (c lossCase) cotangent() *tensor.Dense {
	if c.config.Reduction == ops.ReductionNone {
		return gradcheck.Random(8, c.labels.Shape()...)
	}
	return gradcheck.Floats([]float64{-1.3})
}

func TestCrossEntropyIsItsFormula(t *testing.T) {
	x := gradcheck.Random(1, 3, 4, lossVocab)
	for name, c := range lossCases() {
		t.Run(name, func(t *testing.T) {
			logp, adjoint := plainLogSoftmax(x.Float64s(), lossVocab)
			dy := c.cotangent()
			loss, dlogp := c.plainLoss(logp, lossVocab, dy.Float64s())
			near(t, loss, evaluate(t, c.crossEntropy, x), 1e-13)
			near(t, adjoint(dlogp), gradients(t, c.crossEntropy, dy, x)[0], 1e-13)
			require.NoError(t, gradcheck.Check(c.crossEntropy, x))
		})
	}
}

func TestNLLLossIsItsFormula(t *testing.T) {
	x := gradcheck.Random(1, 3, 4, lossVocab)
	for name, c := range lossCases() {
		t.Run(name, func(t *testing.T) {
			dy := c.cotangent()
			loss, dx := c.plainLoss(x.Float64s(), lossVocab, dy.Float64s())
			near(t, loss, evaluate(t, c.nll, x), 1e-13)
			near(t, dx, gradients(t, c.nll, dy, x)[0], 1e-13)
			require.NoError(t, gradcheck.Check(c.nll, x))
		})
	}
}
