package layers

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Linear is x·Wᵀ + b over the last axis.
type Linear struct {
	Weight *graph.Node // [out, in]
	Bias   *graph.Node // [out], or nil
}

// NewLinear declares weight and bias, drawn from ±1/√in as PyTorch does.
func NewLinear(s *graph.Scope, in, out int) *Linear {
	l := NewLinearNoBias(s, in, out)
	l.Bias = s.Param("bias", evenly(in), out)
	return l
}

// NewLinearNoBias declares a weight only.
func NewLinearNoBias(s *graph.Scope, in, out int) *Linear {
	return &Linear{Weight: s.Param("weight", evenly(in), out, in)}
}

// evenly draws from ±1/√in: for a weight that is He et al.'s uniform
// initialisation with a slope of √5.
func evenly(in int) weights.Initializer {
	bound := 1 / math.Sqrt(float64(in))
	return weights.Uniform(-bound, bound)
}

// Forward maps x [..., in] to [..., out].
func (l *Linear) Forward(x *graph.Node) *graph.Node { return l.Activate(x, NoActivation) }

// Activate is f(x·Wᵀ + b), in one operation.
func (l *Linear) Activate(x *graph.Node, f Activation) *graph.Node {
	return x.LinearAct(l.Weight, l.Bias, f)
}

// Activation is a function that Linear can apply to its result as it comes.
type Activation = ops.Activation

// The activations.
const (
	NoActivation = ops.ActNone
	ReLU         = ops.ActReLU     // max(x, 0)
	GELU         = ops.ActGELU     // x·Φ(x), as in BERT
	GELUTanh     = ops.ActGELUTanh // its tanh approximation, as in GPT-2
	SiLU         = ops.ActSiLU     // x·sigmoid(x), as in Llama
	Tanh         = ops.ActTanh
	Sigmoid      = ops.ActSigmoid
)
