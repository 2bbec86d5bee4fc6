package ops

import (
	"fmt"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Activation is the function that [Linear] applies to its result.
type Activation int

// The activations: none, and those of the functions of the same name.
const (
	ActNone Activation = iota
	ActReLU
	ActGELU
	ActGELUTanh
	ActSiLU
	ActTanh
	ActSigmoid
)

var activationNames = [...]string{"none", "relu", "gelu", "gelu tanh", "silu", "tanh", "sigmoid"}

// String is the activation's name, as messages write it.
func (a Activation) String() string {
	if !a.known() {
		return fmt.Sprintf("activation %d", int(a))
	}
	return activationNames[a]
}

func (a Activation) known() bool { return a >= 0 && int(a) < len(activationNames) }

// ofInput reports whether the derivative is taken from what the activation is
// applied to, which is then kept; else from its result.
func (a Activation) ofInput() bool { return a == ActGELU || a == ActGELUTanh || a == ActSiLU }

// activationLoops is the loops of an activation.
func activationLoops[T kernel.Float](a Activation) pointwise[T] {
	switch a {
	case ActReLU:
		return loops(kernel.ReLU[T], kernel.ReLUGrad[T])
	case ActGELU:
		return loops(kernel.GELU[T], kernel.GELUGrad[T])
	case ActGELUTanh:
		return loops(kernel.GELUTanh[T], kernel.GELUTanhGrad[T])
	case ActSiLU:
		return loops(kernel.SiLU[T], kernel.SiLUGrad[T])
	case ActTanh:
		return loops(kernel.Tanh[T], kernel.TanhGrad[T])
	case ActSigmoid:
		return loops(kernel.Sigmoid[T], kernel.SigmoidGrad[T])
	}
	return pointwise[T]{}
}
