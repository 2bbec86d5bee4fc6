package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// LabelWeight is what the mean of CrossEntropy divides by: the sum [] of w[label]
// over the labels, of any shape, that count by c.Ignore; without weights [vocab],
// their number. It is of dtype d, float32 or float64, which weights must have.
//
// Losses summed over micro-batches and divided by the sum of their label weights
// are the mean over the whole batch, however the labels that count are spread.
func LabelWeight(labels, weights *gorgonia.Node, d tensor.Dtype, c CrossEntropyConfig) (*gorgonia.Node, error) {
	xs := gorgonia.Nodes{labels}
	if weights != nil {
		xs = append(xs, weights)
	}
	return apply(Def{
		Name:    "label weight",
		Infer:   func(in []Type) (Type, error) { return labelWeightType(in, d) },
		Forward: byFloat(labelWeightForward[float32](c), labelWeightForward[float64](c)),
	}, xs...)
}

func labelWeightType(in []Type, d tensor.Dtype) (Type, error) {
	out := Type{d, []int{}}
	if !out.Float() {
		return Type{}, fmt.Errorf("dtype %v: want float32 or float64", d)
	}
	if in[0].Dtype != tensor.Int {
		return Type{}, fmt.Errorf("labels %s: want int", in[0])
	}
	if len(in) > 1 && (in[1].Rank() != 1 || in[1].Dtype != d) {
		return Type{}, fmt.Errorf("%s: weights, want %v [vocab]", describe([]string{"labels", "weights"}, in), d)
	}
	return out, nil
}

func labelWeightForward[T kernel.Float](c CrossEntropyConfig) func(*Call) func() {
	return func(call *Call) func() {
		l := labelled[T]{labels: call.In[0].Int, ignore: c.Ignore}
		if len(call.In) > 1 {
			l.weights = floats[T](call.In[1])
		}
		out := floats[T](call.Out)
		return func() {
			if l.weights == nil || l.check(call, call.In[0].Shape, len(l.weights)) {
				out[0] = T(l.total())
			}
		}
	}
}
