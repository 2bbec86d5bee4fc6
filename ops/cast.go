package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Cast is x in another dtype: float32, float64, int or bool. Floats become
// integers by cutting towards zero; anything but 0 is true, and true is 1. Between
// floats the gradient is cast back; none passes otherwise. A cast to x's own dtype
// is x.
func Cast(x *gorgonia.Node, dtype tensor.Dtype) (*gorgonia.Node, error) {
	if x != nil && x.Dtype() == dtype {
		return x, nil
	}
	d := Def{
		Name: "cast",
		Infer: func(in []Type) (Type, error) {
			out := Type{dtype, in[0].Shape}
			if !isNumber(out) && !isBool(out) {
				return out, fmt.Errorf("x %s to %v: want float32, float64, int or bool", in[0], dtype)
			}
			return out, nil
		},
		Forward: func(c *Call) func() { return casts[[2]tensor.Dtype{c.In[0].Dtype, dtype}](c) },
	}
	if (Type{Dtype: dtype}).Float() {
		d.Gradient = func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			dx, err := Cast(dy, in[0].Dtype())
			return gorgonia.Nodes{dx}, err
		}
	}
	return apply(d, x)
}

// casts has the loop for each (from, to).
var casts = map[[2]tensor.Dtype]func(*Call) func(){
	{tensor.Float32, tensor.Float64}: mapping(kernel.Cast[float64, float32]),
	{tensor.Float32, tensor.Int}:     mapping(kernel.Cast[int, float32]),
	{tensor.Float32, tensor.Bool}:    mapping(kernel.ToBool[float32]),
	{tensor.Float64, tensor.Float32}: mapping(kernel.Cast[float32, float64]),
	{tensor.Float64, tensor.Int}:     mapping(kernel.Cast[int, float64]),
	{tensor.Float64, tensor.Bool}:    mapping(kernel.ToBool[float64]),
	{tensor.Int, tensor.Float32}:     mapping(kernel.Cast[float32, int]),
	{tensor.Int, tensor.Float64}:     mapping(kernel.Cast[float64, int]),
	{tensor.Int, tensor.Bool}:        mapping(kernel.ToBool[int]),
	{tensor.Bool, tensor.Float32}:    mapping(kernel.FromBool[float32]),
	{tensor.Bool, tensor.Float64}:    mapping(kernel.FromBool[float64]),
	{tensor.Bool, tensor.Int}:        mapping(kernel.FromBool[int]),
}
