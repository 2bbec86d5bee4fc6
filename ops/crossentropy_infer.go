package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// loss is what one application of a loss on labels has been asked for.
type loss struct {
	CrossEntropyConfig
	input    string // the first operand's name
	weighted bool   // there is a third operand
}

// operands is xs with the weights, if there are any.
func (l *loss) operands(weights *gorgonia.Node, xs ...*gorgonia.Node) gorgonia.Nodes {
	if weights == nil {
		return xs
	}
	l.weighted = true
	return append(xs, weights)
}

// infer gives the type of the loss.
func (l loss) infer(in []Type) (Type, error) {
	if problem := l.problem(in); problem != "" {
		return Type{}, fmt.Errorf("%s: %s", describe([]string{l.input, "labels", "weights"}, in), problem)
	}
	if !(l.Smoothing >= 0 && l.Smoothing <= 1) {
		return Type{}, fmt.Errorf("smoothing %v: want 0 to 1", l.Smoothing)
	}
	switch l.Reduction {
	case ReductionMean, ReductionSum:
		return in[0].With(), nil
	case ReductionNone:
		return in[0].With(in[1].Shape...), nil
	}
	return Type{}, fmt.Errorf("reduction %d: want ReductionMean, ReductionSum or ReductionNone", l.Reduction)
}

// problem says what is wrong with the operands.
func (l loss) problem(in []Type) string {
	x, labels := in[0], in[1]
	switch {
	case !x.Float():
		return fmt.Sprintf("%s %v, want float32 or float64", l.input, x.Dtype)
	case x.Rank() == 0:
		return fmt.Sprintf("%s []: want at least the axis vocab", l.input)
	case labels.Dtype != tensor.Int:
		return fmt.Sprintf("labels %v, want int", labels.Dtype)
	}
	rows, vocab := x.Shape[:x.Rank()-1], x.Shape[x.Rank()-1]
	if !equalShapes(labels.Shape, rows) {
		return fmt.Sprintf("labels %s, want %s", ShapeString(labels.Shape), ShapeString(rows))
	}
	if l.weighted && !in[2].Equal(x.With(vocab)) {
		return fmt.Sprintf("weights %s, want %s", in[2], x.With(vocab))
	}
	return ""
}
