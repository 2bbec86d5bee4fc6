package graph

import (
	"errors"
	"fmt"
	"strings"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// Precision is what the operands of matrix products are rounded to; sums,
// weights, gradients and everything else are float32. See ops.Precision.
type Precision = ops.Precision

// The precisions.
const (
	Float32 = ops.Float32
	BF16x3  = ops.BF16x3
	BF16    = ops.BF16
	Int8    = ops.Int8
)

var errInt8Trains = errors.New("Int8 is for evaluation: train in Float32 or BF16, and compile another program, or a Function, for evaluation in Int8")

// SetPrecision makes what is computed with parameters of this scope or below,
// or from nothing but its results, use p instead of Options.Precision: a head
// that wants more than the rest, say. The innermost scope that says something
// counts.
func (s *Scope) SetPrecision(p Precision) {
	if !p.Known() {
		s.Errorf("%v is not supported: want Float32, BF16x3, BF16 or Int8", p)
		return
	}
	s.g.names.precisions[s.path] = p
}

// precisionIn is the precision of a scope.
func (p *program) precisionIn(scope string) Precision {
	set := p.g.names.precisions
	for {
		if q, ok := set[scope]; ok {
			return q
		}
		if scope == "" {
			return p.options.Precision
		}
		scope = scope[:max(strings.LastIndexByte(scope, '.'), 0)]
	}
}

// stamp gives every step that multiplies its precision. Gradients are computed
// in that of what they are the gradients of.
func (p *program) stamp() error {
	of := map[gorgonia.Op]Precision{}
	for _, st := range p.steps {
		if st.plan == nil || !st.plan.Multiplies {
			continue
		}
		var known bool
		if st.precision, known = of[st.plan.GradientOf]; !known {
			st.precision = p.precisionIn(p.g.names.scopes[st.node])
			of[st.node.Op()] = st.precision
		}
		if st.precision == Int8 && p.options.Training {
			return fmt.Errorf("%s: %w", p.g.describe(st), errInt8Trains)
		}
	}
	return nil
}

// weights are the parameters among a step's operands, which a program that only
// evaluates keeps in other forms.
func (p *program) weights(st *step) []ops.Weight {
	if p.options.Training || !st.plan.Multiplies {
		return nil
	}
	ws := make([]ops.Weight, len(st.in))
	for i, s := range st.in {
		if s != nil && s.leaf != nil && s.leaf.kind == parameter {
			ws[i] = s.leaf.entry
		}
	}
	return ws
}
